/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.internal;

import dev.semel.CellId;
import dev.semel.Fingerprint;
import dev.semel.Timing;
import dev.semel.spi.IdempotencyRecord;
import dev.semel.spi.RecordedResult;
import dev.semel.spi.ReplayCache;
import dev.semel.spi.ReplayCache.Replay;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is replayed from memory, and until when: an answer goes in only once it is durable, and is not given after its
 * record may have expired. That is counted on this machine's elapsed time from before the store was asked, which is no
 * later than the store counts from; no clock of a store is compared with it (promise I7).
 */
public final class Replays {
    private static final Logger LOG = LoggerFactory.getLogger(Replays.class);
    private static final Duration LONGEST = Duration.ofDays(3650);

    private final ReplayCache cache;
    private final Timing timing;

    /**
     * Puts the parts together.
     *
     * @param cache where answers are kept
     * @param timing elapsed time
     */
    public Replays(ReplayCache cache, Timing timing) {
        this.cache = cache;
        this.timing = timing;
    }

    /**
     * The recorded answer of a cell, if it is known here.
     *
     * @param cellId the cell
     * @return as from a call of this process that has just ended
     */
    public Optional<Event.Settled> find(CellId cellId) {
        try {
            return cache.get(cellId)
                    .filter(replay -> replay.until() - timing.nanoTime() > 0)
                    .map(replay -> new Event.Settled(replay.fingerprint(), replay.result()));
        } catch (RuntimeException e) { // a memory that fails must not fail a call; the store knows
            LOG.warn("A replay cache threw at a look-up; the store is asked instead.", e);
            return Optional.empty();
        }
    }

    /**
     * Remembers the answer of a call of this process, now that it is durable.
     *
     * @param cellId the cell
     * @param answer its payload's fingerprint and the answer
     * @param claimSentAt when its claim was sent, from before which no retention counts
     * @param retention of its record
     */
    public void executed(CellId cellId, Event.Settled answer, long claimSentAt, Duration retention) {
        put(cellId, answer.fingerprint(), answer.result(), new Life(claimSentAt, retention));
    }

    /**
     * Remembers what the store told: a completed record, as everybody sees it.
     *
     * @param record as told; any other is passed over
     * @param askedAt when the store was asked
     */
    public void told(IdempotencyRecord record, long askedAt) {
        Duration remaining = record.times().retentionRemaining();
        record.result()
                .ifPresent(result -> put(record.cellId(), record.fingerprint(), result, new Life(askedAt, remaining)));
    }

    private record Life(long from, Duration length) {}

    private void put(CellId cellId, Fingerprint fingerprint, RecordedResult result, Life life) {
        Duration length = life.length.compareTo(LONGEST) < 0 ? life.length : LONGEST;
        long until = life.from + length.toNanos();
        long left = until - timing.nanoTime();
        if (left > 0) {
            try {
                cache.put(cellId, new Replay(fingerprint, result, until), Duration.ofNanos(left));
            } catch (RuntimeException e) {
                LOG.warn("A replay cache threw at an answer, which it may not have taken; the store has it.", e);
            }
        }
    }

    /**
     * Forgets the answer of a cell: its record is another one now, or cannot be read.
     *
     * @param cellId the cell
     */
    public void forget(CellId cellId) {
        try {
            cache.invalidate(cellId);
        } catch (RuntimeException e) {
            LOG.warn("A replay cache threw at an invalidation.", e);
        }
    }
}
