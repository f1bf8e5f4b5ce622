/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.internal;

import dev.semel.CellId;
import dev.semel.IdempotencyPolicy;
import dev.semel.WaitStrategy;
import dev.semel.internal.Step.Pause.Reason;
import dev.semel.spi.RecordedResult;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The pauses of one call: how long each kind may last in all, and what ends one early. */
final class Pauses {
    private final Engine engine;
    private final CellId cellId;
    private final IdempotencyPolicy policy;
    private final Map<Reason, Long> endAt = new EnumMap<>(Reason.class);
    /** From the first pause for a holder on, so that the calls that pause for the same one keep sight of each other. */
    private @Nullable CellWatch watch;

    /** Present if it is this call's turn to ask, and then since when it wants to know. */
    private OptionalLong pollsSince = OptionalLong.empty();

    /**
     * What a call wants to know.
     *
     * @param since as of when at least
     * @param recentWillDo whether what was told another call a moment before will do as well
     */
    record Wanted(long since, boolean recentWillDo) {}

    /** What the call wants to know now; a poller wants news, and has waited for others to bring some. */
    Wanted wanted() {
        Wanted wanted = new Wanted(pollsSince.orElseGet(engine.timing()::nanoTime), pollsSince.isEmpty());
        pollsSince = OptionalLong.empty();
        return wanted;
    }

    Pauses(Engine engine, CellId cellId, IdempotencyPolicy policy) {
        this.engine = engine;
        this.cellId = cellId;
        this.policy = policy;
    }

    Event pause(Step.Pause pause) {
        long now = engine.timing().nanoTime();
        long left = endAt.computeIfAbsent(
                        pause.reason(), reason -> now + limit(reason).toNanos())
                - now;
        if (left <= 0 && pause.reason() != Reason.RETRY) {
            return new Event.Waited(true);
        }
        try {
            return switch (pause.reason()) {
                case HOLDER -> forHolder(pause.round(), left);
                case RETRY -> pauseFor(Backoff.pause(Reason.RETRY, pause.round()));
                case RECORD -> pauseFor(shorter(Backoff.pause(Reason.RECORD, pause.round()), left));
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Event.Waited(true);
        }
    }

    private Event pauseFor(Duration duration) throws InterruptedException {
        engine.timing().pause(duration);
        return new Event.Waited(false);
    }

    private Event forHolder(int round, long left) throws InterruptedException {
        Flight other = engine.keeper().of(cellId);
        if (other != null && other.isHeld(engine.timing().nanoTime())) {
            Optional<RecordedResult> settled = other.awaitEnd(Duration.ofNanos(left));
            return settled.<Event>map(result -> new Event.Settled(other.fingerprint(), result))
                    .orElseGet(() -> new Event.Waited(false));
        }
        CellWatch shared = watch;
        if (shared == null) {
            shared = engine.watches().enter(cellId);
            watch = shared;
        }
        pollsSince = shared.pause(this, round, left);
        return new Event.Waited(false);
    }

    /** The call waits for nobody any more. */
    void stop() {
        CellWatch shared = watch;
        if (shared != null) {
            watch = null;
            shared.stop(this);
            engine.watches().leave(shared);
        }
    }

    private Duration limit(Reason reason) {
        if (reason == Reason.HOLDER && policy.waiting() instanceof WaitStrategy.WaitUpTo wait) {
            return wait.limit();
        }
        // A result is sent again for as long as the lease, so that it can still be the first (fault matrix row 19).
        return policy.lease();
    }

    private static Duration shorter(Duration duration, long nanos) {
        return duration.toNanos() < nanos ? duration : Duration.ofNanos(nanos);
    }
}
