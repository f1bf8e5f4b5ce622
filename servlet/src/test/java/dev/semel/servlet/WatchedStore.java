/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import dev.semel.CellId;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.EffectMark;
import dev.semel.spi.IdempotencyRecord;
import dev.semel.spi.IdempotencyStore;
import dev.semel.spi.Lease;
import dev.semel.spi.RecordedResult;
import dev.semel.spi.StoreCapabilities;
import dev.semel.spi.StoreException;
import dev.semel.spi.UnreadableRecordException;
import dev.semel.spi.WriteResult;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** A store whose calls are counted, and which can be away, lose answers or hold damaged records. */
final class WatchedStore implements IdempotencyStore {
    final AtomicInteger calls = new AtomicInteger();
    final AtomicInteger renewals = new AtomicInteger();
    final AtomicInteger lostClaimAnswers = new AtomicInteger();
    volatile boolean down;
    volatile boolean overloaded;
    volatile boolean unreadable;
    volatile boolean completionsFail;
    volatile UnaryOperator<RecordedResult> onComplete = result -> result;
    volatile Consumer<ClaimRequest> onClaim = request -> {};
    private final IdempotencyStore real;

    WatchedStore(IdempotencyStore real) {
        this.real = real;
    }

    private <T> T answer(Supplier<T> verb) {
        calls.incrementAndGet();
        if (down) {
            throw new StoreException(StoreException.Certainty.NOT_APPLIED, "The store is switched off.", null);
        }
        if (overloaded) {
            throw new StoreException(StoreException.Certainty.OVERLOADED, "The store has too much to do.", null);
        }
        return verb.get();
    }

    @Override
    public StoreCapabilities capabilities() {
        return real.capabilities();
    }

    @Override
    public Claim claim(ClaimRequest request) {
        onClaim.accept(request);
        Claim claim = answer(() -> real.claim(request));
        if (unreadable) {
            throw new UnreadableRecordException("The record is of a newer format.");
        }
        if (lostClaimAnswers.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new StoreException(StoreException.Certainty.UNKNOWN, "The answer was lost.", null);
        }
        return claim;
    }

    @Override
    public WriteResult complete(Lease lease, RecordedResult result) {
        if (completionsFail) {
            throw new StoreException(StoreException.Certainty.UNKNOWN, "The answer was lost.", null);
        }
        return answer(() -> real.complete(lease, onComplete.apply(result)));
    }

    @Override
    public WriteResult release(Lease lease) {
        return answer(() -> real.release(lease));
    }

    @Override
    public WriteResult renew(Lease lease, Duration duration, EffectMark mark) {
        renewals.incrementAndGet();
        return answer(() -> real.renew(lease, duration, mark));
    }

    @Override
    public WriteResult hold(Lease lease) {
        return answer(() -> real.hold(lease));
    }

    @Override
    public Optional<IdempotencyRecord> find(CellId cellId) {
        return answer(() -> real.find(cellId));
    }

    @Override
    public int purge(int limit) {
        return answer(() -> real.purge(limit));
    }
}
