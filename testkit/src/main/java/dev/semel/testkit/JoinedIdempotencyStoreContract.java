/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit;

import dev.semel.spi.JoinedIdempotencyStore;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;

/**
 * What a store that joins the caller's transactions must do beyond {@link IdempotencyStoreContract}, which is run too,
 * each verb in a transaction of its own.
 *
 * <p>The store's author says how to reach the store and time as there, and how to write and read a row of the caller's
 * own; for a database, a table {@code business (id varchar primary key)}. Up to nine transactions are open at once. {@link
 * #insertBusinessRow} and {@link #rolledBackToSavepoint} are called within a transaction that the store began on this
 * thread.
 */
public abstract class JoinedIdempotencyStoreContract extends IdempotencyStoreContract {
    /** For the store's own test class. */
    protected JoinedIdempotencyStoreContract() {}

    @Override
    protected abstract JoinedIdempotencyStore store();

    /**
     * Writes a row of the caller's own, within this thread's transaction.
     *
     * @param id its primary key
     */
    protected abstract void insertBusinessRow(String id);

    /**
     * Whether a row of the caller's own is there, as others see it: outside of any transaction of this thread.
     *
     * @param id its primary key
     * @return true if it was committed
     */
    protected abstract boolean businessRowExists(String id);

    /**
     * Sets a savepoint in this thread's transaction, runs some work, and rolls back to the savepoint.
     *
     * @param work what to run in between
     */
    protected abstract void rolledBackToSavepoint(Runnable work);

    /**
     * Whether the store knows what payload an uncommitted claim has.
     *
     * @return true unless overridden
     */
    protected boolean knowsThePayloadOfContenders() {
        return true;
    }

    /**
     * After how long a verb that has not answered counts as waiting for another transaction.
     *
     * @return 10 seconds unless overridden
     */
    protected Duration patience() {
        return Duration.ofSeconds(10);
    }

    @Override
    boolean mayContend() {
        return true;
    }

    @Nested
    @DisplayName("transactions")
    class Transactions extends TransactionBehaviours {
        Transactions() {
            super(JoinedIdempotencyStoreContract.this);
        }
    }

    @Nested
    @DisplayName("contention")
    class Contention extends ContentionBehaviours {
        Contention() {
            super(JoinedIdempotencyStoreContract.this);
        }
    }

    @Nested
    @DisplayName("lost commits")
    class Commits extends CommitBehaviours {
        Commits() {
            super(JoinedIdempotencyStoreContract.this);
        }
    }
}
