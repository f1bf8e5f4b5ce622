/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel;

import dev.semel.spi.Claim;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.EffectMark;
import dev.semel.spi.IdempotencyRecord;
import dev.semel.spi.IdempotencyStore;
import dev.semel.spi.Lease;
import dev.semel.spi.RecordedResult;
import dev.semel.spi.StoreCapabilities;
import dev.semel.spi.StoreException;
import dev.semel.spi.StoreException.Certainty;
import dev.semel.spi.WriteResult;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** A store in front of another that records its calls and fails as told: once for each entry of a verb's script. */
final class ScriptedStore implements IdempotencyStore {
    /** What to do with one call. */
    enum Fault {
        /** Does not reach the store. */
        NOT_APPLIED,
        /** Is applied, and its answer is lost. */
        ANSWER_LOST,
        /** Does not reach the store, but nobody can tell. */
        REQUEST_LOST,
        /** Is refused for now. */
        TRANSIENT
    }

    final List<String> calls = new CopyOnWriteArrayList<>();
    final Deque<Fault> claims = new ArrayDeque<>();
    final Deque<Fault> writes = new ArrayDeque<>();
    final Deque<Fault> reads = new ArrayDeque<>();
    private final IdempotencyStore store;
    private volatile boolean down;
    private volatile Runnable atEachCall = () -> {};

    ScriptedStore(IdempotencyStore store) {
        this.store = store;
    }

    void down(boolean down) {
        this.down = down;
    }

    /** Does something at each call, on the caller's thread and before the store does. */
    void atEachCall(Runnable action) {
        atEachCall = action;
    }

    @Override
    public StoreCapabilities capabilities() {
        return store.capabilities();
    }

    @Override
    public Claim claim(ClaimRequest request) {
        return perform("claim", claims, () -> store.claim(request));
    }

    @Override
    public WriteResult complete(Lease lease, RecordedResult result) {
        return perform("complete", writes, () -> store.complete(lease, result));
    }

    @Override
    public WriteResult release(Lease lease) {
        return perform("release", writes, () -> store.release(lease));
    }

    @Override
    public WriteResult renew(Lease lease, Duration duration, EffectMark mark) {
        return perform("renew", writes, () -> store.renew(lease, duration, mark));
    }

    @Override
    public WriteResult hold(Lease lease) {
        return perform("hold", writes, () -> store.hold(lease));
    }

    @Override
    public Optional<IdempotencyRecord> find(CellId cellId) {
        return perform("find", reads, () -> store.find(cellId));
    }

    @Override
    public int purge(int limit) {
        return store.purge(limit);
    }

    private <R> R perform(String verb, Deque<Fault> script, Supplier<R> call) {
        calls.add(verb);
        atEachCall.run();
        Fault fault = down ? Fault.NOT_APPLIED : script.poll();
        if (fault == null) {
            return call.get();
        }
        if (fault == Fault.ANSWER_LOST) {
            R lost = call.get();
            calls.add("lost " + lost.getClass().getSimpleName());
        }
        throw new StoreException(
                switch (fault) {
                    case NOT_APPLIED -> Certainty.NOT_APPLIED;
                    case TRANSIENT -> Certainty.TRANSIENT;
                    case ANSWER_LOST, REQUEST_LOST -> Certainty.UNKNOWN;
                },
                "scripted: " + fault,
                null);
    }
}
