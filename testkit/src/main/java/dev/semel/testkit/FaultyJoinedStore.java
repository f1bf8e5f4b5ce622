/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit;

import dev.semel.CellId;
import dev.semel.FencingToken;
import dev.semel.spi.JoinedIdempotencyStore;
import dev.semel.spi.Transaction;
import java.time.Duration;

/**
 * A {@link FaultyStore} in front of one that joins transactions. A {@link Verb#COMMIT} that is refused, transient or of
 * which the request is lost rolls back; one of which the answer is lost has committed. {@link Fault#DELIVER_LATE} is not
 * for verbs within a transaction: whoever sends late has lost the connection, and with it the transaction.
 */
public final class FaultyJoinedStore extends FaultyStore implements JoinedIdempotencyStore {
    private final JoinedIdempotencyStore joined;

    /**
     * Puts itself in front of a store; without faults it does nothing but write down the calls.
     *
     * @param store one that works
     */
    public FaultyJoinedStore(JoinedIdempotencyStore store) {
        super(store);
        this.joined = store;
    }

    @Override
    public Transaction begin() {
        return faults().call(Verb.BEGIN, null, () -> new FaultyTransaction(joined.begin()));
    }

    @Override
    public Transaction beginToRecord() {
        return faults().call(Verb.BEGIN, null, () -> new FaultyTransaction(joined.beginToRecord()));
    }

    @Override
    public boolean committed(CellId cellId, FencingToken token, Duration limit) {
        return faults().call(Verb.COMMITTED, cellId, () -> joined.committed(cellId, token, limit));
    }

    private final class FaultyTransaction implements Transaction {
        private final Transaction transaction;

        FaultyTransaction(Transaction transaction) {
            this.transaction = transaction;
        }

        @Override
        public boolean isOutermost() {
            return transaction.isOutermost();
        }

        @Override
        public boolean isRollbackOnly() {
            return transaction.isRollbackOnly();
        }

        @Override
        public void commit() {
            faults().run(Verb.COMMIT, transaction::commit, transaction::rollback);
        }

        @Override
        public void rollback() {
            faults().run(Verb.ROLLBACK, transaction::rollback, transaction::rollback);
        }
    }
}
