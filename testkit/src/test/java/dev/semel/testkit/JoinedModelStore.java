/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit;

import dev.semel.CellId;
import dev.semel.FencingToken;
import dev.semel.Fingerprint;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.DurabilityClass;
import dev.semel.spi.EffectMark;
import dev.semel.spi.IdempotencyRecord;
import dev.semel.spi.IdempotencyStore;
import dev.semel.spi.JoinedIdempotencyStore;
import dev.semel.spi.Lease;
import dev.semel.spi.RecordedResult;
import dev.semel.spi.StoreCapabilities;
import dev.semel.spi.StoreException;
import dev.semel.spi.Transaction;
import dev.semel.spi.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A store on a {@link JoinedModel}, into which a {@link JoinedBug} can be planted. */
final class JoinedModelStore implements JoinedIdempotencyStore {
    private static final Duration LONG = Duration.ofSeconds(2);

    private final JoinedModel model;

    JoinedModelStore(JoinedModel model) {
        this.model = model;
    }

    private boolean has(JoinedBug bug) {
        return model.has(bug);
    }

    @Override
    public StoreCapabilities capabilities() {
        return new StoreCapabilities("joined model", false, true, DurabilityClass.D);
    }

    @Override
    public Transaction begin() {
        return model.begin();
    }

    @Override
    public Transaction beginToRecord() {
        if (has(JoinedBug.RECORDING_IS_REFUSED)) {
            throw new StoreException(StoreException.Certainty.OVERLOADED, "Too much to do.", null);
        }
        return model.begin();
    }

    @Override
    public Claim claim(ClaimRequest request) {
        if (model.current() == null && has(JoinedBug.CLAIM_BEGINS_ITS_OWN)) {
            return inItsOwn(store -> store.claim(request));
        }
        synchronized (model) {
            JoinedModel.Open mine = model.required();
            boolean known = model.committed.rows.containsKey(JoinedModel.keyOf(request.cellId()));
            if (has(JoinedBug.CONTENDED_WAITS) || (has(JoinedBug.CLAIM_WAITS_FOR_WRITES) && known)) {
                model.awaitFree(request.cellId(), mine, LONG);
            }
            JoinedModel.Open owner =
                    model.ownerOf(request.cellId(), has(JoinedBug.REENTRANT_CLAIM_IS_CONTENDED) ? null : mine);
            if (owner != null && !has(JoinedBug.RACERS_SEE_NO_OWNER)) {
                mine.spoiled |= has(JoinedBug.CONTENDED_SPOILS);
                return new Claim.Contended(model.isSamePayload(owner, request));
            }
            boolean atOnce = has(JoinedBug.RECORD_IN_A_TRANSACTION_OF_ITS_OWN)
                    || (has(JoinedBug.CLAIM_IN_A_TRANSACTION_OF_ITS_OWN) && !known)
                    || (has(JoinedBug.TAKEOVER_IN_A_TRANSACTION_OF_ITS_OWN) && known);
            Claim claim = model.within(mine, atOnce, store -> store.claim(request));
            mine.spoiled |= has(JoinedBug.REFUSAL_SPOILS) && claim instanceof Claim.Refused;
            return claim;
        }
    }

    @Override
    public WriteResult complete(Lease lease, RecordedResult result) {
        return write(lease, store -> store.complete(lease, result));
    }

    @Override
    public WriteResult release(Lease lease) {
        return write(lease, store -> store.release(lease));
    }

    @Override
    public WriteResult renew(Lease lease, Duration duration, EffectMark mark) {
        return write(lease, store -> store.renew(lease, duration, mark));
    }

    @Override
    public WriteResult hold(Lease lease) {
        return write(lease, store -> store.hold(lease));
    }

    private WriteResult write(Lease lease, Function<IdempotencyStore, WriteResult> verb) {
        if (model.current() == null && has(JoinedBug.WRITE_BEGINS_ITS_OWN)) {
            return inItsOwn(verb);
        }
        synchronized (model) {
            JoinedModel.Open mine = model.required();
            if (!model.awaitFree(lease.cellId(), mine, LONG)) {
                throw new StoreException(StoreException.Certainty.TRANSIENT, "The row is locked.", null);
            }
            boolean atOnce = has(JoinedBug.RECORD_IN_A_TRANSACTION_OF_ITS_OWN)
                    || has(JoinedBug.WRITE_IN_A_TRANSACTION_OF_ITS_OWN);
            WriteResult result = model.within(mine, atOnce, verb);
            mine.spoiled |= has(JoinedBug.LOST_SPOILS) && result == WriteResult.LOST;
            return result;
        }
    }

    private <T> T inItsOwn(Function<IdempotencyStore, T> verb) {
        Transaction transaction = model.begin();
        synchronized (model) {
            T answer = model.within(model.required(), false, verb);
            transaction.commit();
            return answer;
        }
    }

    @Override
    public Optional<IdempotencyRecord> find(CellId cellId) {
        synchronized (model) {
            JoinedModel.Open mine = has(JoinedBug.FIND_NEEDS_A_TRANSACTION) ? model.required() : model.current();
            if (has(JoinedBug.FIND_WAITS)) {
                model.awaitFree(cellId, mine, LONG);
            }
            return alone(has(JoinedBug.FIND_OUTSIDE_OF_THE_TRANSACTION) ? null : mine, store -> store.find(cellId));
        }
    }

    @Override
    public int purge(int limit) {
        synchronized (model) {
            JoinedModel.Open mine = model.current();
            return alone(has(JoinedBug.PURGE_IN_A_TRANSACTION_OF_ITS_OWN) ? null : mine, store -> store.purge(limit));
        }
    }

    /** Within the transaction, or on a connection of its own. */
    private <T> T alone(JoinedModel.@Nullable Open mine, Function<IdempotencyStore, T> verb) {
        boolean own = mine == null;
        return model.within(mine == null ? new JoinedModel.Open() : mine, own, verb);
    }

    @Override
    public boolean committed(CellId cellId, FencingToken token, Duration limit) {
        synchronized (model) {
            if (has(JoinedBug.COMMITTED_ENDS_THE_TRANSACTION) && model.current() != null) {
                model.rollback(model.required());
            }
            boolean waits = !has(JoinedBug.COMMITTED_READS_PLAINLY);
            Duration atMost = has(JoinedBug.COMMITTED_GUESSES_AFTER_A_MOMENT) ? Duration.ofMillis(10) : limit;
            if (waits && !model.awaitFree(cellId, null, atMost) && !has(JoinedBug.COMMITTED_GUESSES_AFTER_A_MOMENT)) {
                throw new StoreException(StoreException.Certainty.TRANSIENT, "The transaction runs on.", null);
            }
            Row row = model.committed.rows.get(JoinedModel.keyOf(cellId));
            if (row == null && has(JoinedBug.COMMITTED_LEAVES_A_RECORD)) {
                Instant now = model.committed.clock.instant();
                Row mark = new Row(Scenario.nextClaimId(), Fingerprint.NONE, now, now.plusSeconds(100));
                mark.token = token.value();
                model.committed.rows.put(JoinedModel.keyOf(cellId), mark);
            }
            boolean landed = row != null
                    && row.state == Row.State.COMPLETED
                    && (row.token == token.value() || has(JoinedBug.COMMITTED_IGNORES_THE_TOKEN));
            return (landed || has(JoinedBug.COMMITTED_ALWAYS)) && !has(JoinedBug.COMMITTED_NEVER);
        }
    }
}
