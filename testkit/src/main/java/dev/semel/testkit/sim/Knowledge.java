/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

import dev.semel.CellId;
import dev.semel.Timing;
import dev.semel.internal.Replays;
import dev.semel.internal.Sighting;
import dev.semel.spi.ReplayCache;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a process remembers of its cells, by the production rules: answers to replay, and what the store told its calls.
 * Gone with the process.
 */
final class Knowledge implements Timing, ReplayCache {
    private final World world;
    private final Map<CellId, Replay> kept = new HashMap<>();
    private final @Nullable Sighting[] sightings;
    private final Replays replays = new Replays(this, this);

    Knowledge(World world) {
        this.world = world;
        this.sightings = new Sighting[world.profile.policy().terms().cells()];
    }

    static long nanos(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }

    Replays replays() {
        return replays;
    }

    void learn(int cell, Sighting sighting) {
        Sighting known = sightings[cell];
        if (known == null || known.askedAt() <= sighting.askedAt()) {
            sightings[cell] = sighting;
        }
    }

    void forget(int cell) {
        sightings[cell] = null;
    }

    /** What was told a moment ago, as an answer to a call that begins to ask now. */
    <R> Optional<R> told(int cell, BiFunction<Sighting, Long, Optional<R>> reading) {
        Sighting sighting = sightings[cell];
        long now = nanoTime();
        return sighting != null && sighting.isRecent(now) ? reading.apply(sighting, now) : Optional.empty();
    }

    /** When what is known of a cell was asked for, in milliseconds. */
    long askedAt(int cell) {
        Sighting sighting = sightings[cell];
        return sighting == null ? 0 : Duration.ofNanos(sighting.askedAt()).toMillis();
    }

    @Override
    public long nanoTime() {
        return nanos(world.now());
    }

    @Override
    public void pause(Duration duration) {
        throw new UnsupportedOperationException("A simulated call pauses by the agenda.");
    }

    @Override
    public Optional<Replay> get(CellId cellId) {
        return Optional.ofNullable(kept.get(cellId));
    }

    @Override
    public void put(CellId cellId, Replay replay, Duration lifetime) {
        if (world.profile.policy().remembers()) {
            kept.put(cellId, replay);
        }
    }

    @Override
    public void invalidate(CellId cellId) {
        kept.remove(cellId);
    }
}
