/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

import dev.semel.CellId;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.EffectMark;
import dev.semel.spi.IdempotencyRecord;
import dev.semel.spi.IdempotencyStore;
import dev.semel.spi.Lease;
import dev.semel.spi.RecordedResult;
import dev.semel.spi.StoreCapabilities;
import dev.semel.spi.WriteResult;
import dev.semel.testkit.sim.HistoryEvent.Kind;
import dev.semel.testkit.sim.HistoryEvent.Nothing;
import java.time.Duration;
import java.util.Optional;

/** Writes down what a store answered, at the moment when it did. */
final class RecordingStore implements IdempotencyStore {
    private final IdempotencyStore store;
    private final Journal journal;

    RecordingStore(IdempotencyStore store, Journal journal) {
        this.store = store;
        this.journal = journal;
    }

    @Override
    public StoreCapabilities capabilities() {
        return store.capabilities();
    }

    @Override
    public Claim claim(ClaimRequest request) {
        Claim claim = store.claim(request);
        if (claim instanceof Claim.Granted granted) {
            journal.log(Kind.GRANT, granted.lease().token().value(), 0, granted.history());
        } else if (claim instanceof Claim.Refused refused) {
            log(journal, Kind.REFUSE, Optional.of(refused.record()));
        } else {
            journal.log(Kind.CONTENDED);
        }
        return claim;
    }

    static void log(Journal journal, Kind kind, Optional<IdempotencyRecord> found) {
        if (found.isEmpty()) {
            journal.log(kind, Nothing.ABSENT);
            return;
        }
        IdempotencyRecord record = found.get();
        long value = record.result().isPresent() ? record.result().get().version() : 0;
        journal.log(kind, record.token().value(), value, record.state());
    }

    @Override
    public WriteResult complete(Lease lease, RecordedResult result) {
        WriteResult written = store.complete(lease, result);
        journal.log(Kind.COMPLETE, lease.token().value(), result.version(), written);
        return written;
    }

    @Override
    public WriteResult release(Lease lease) {
        return logged(Kind.RELEASE, lease, store.release(lease));
    }

    @Override
    public WriteResult hold(Lease lease) {
        return logged(Kind.HOLD, lease, store.hold(lease));
    }

    @Override
    public WriteResult renew(Lease lease, Duration duration, EffectMark mark) {
        return logged(mark == EffectMark.BEGUN ? Kind.MARK : Kind.RENEW, lease, store.renew(lease, duration, mark));
    }

    private WriteResult logged(Kind kind, Lease lease, WriteResult written) {
        journal.log(kind, lease.token().value(), 0, written);
        return written;
    }

    @Override
    public Optional<IdempotencyRecord> find(CellId cellId) {
        Optional<IdempotencyRecord> found = store.find(cellId);
        log(journal, Kind.FOUND, found);
        return found;
    }

    @Override
    public int purge(int limit) {
        int purged = store.purge(limit);
        journal.log(Kind.PURGE, 0, purged);
        return purged;
    }
}
