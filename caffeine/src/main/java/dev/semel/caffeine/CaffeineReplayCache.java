/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.caffeine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.semel.CellId;
import dev.semel.spi.ReplayCache;
import java.time.Duration;
import java.util.Optional;

/**
 * Recorded answers in memory, bounded in bytes and in age. The ones that are asked for often stay longest.
 *
 * <p>It holds what the store holds: an answer that is encrypted there is encrypted here, and is opened for each replay.
 * Safe for use by many threads; needs no thread of its own and no closing.
 */
public final class CaffeineReplayCache implements ReplayCache {
    /** What an answer takes besides its payload: key, entry, fingerprint, the objects around them. */
    private static final int OVERHEAD_BYTES = 400;

    private final CacheLimits limits;
    private final Cache<CellId, Kept> answers;

    private CaffeineReplayCache(CacheLimits limits, Ticker ticker) {
        this.limits = limits;
        this.answers = Caffeine.newBuilder()
                .maximumWeight(limits.maxBytes())
                .weigher((CellId cellId, Kept kept) -> (int) Math.min(kept.bytes(), Integer.MAX_VALUE))
                .expireAfter(Expiry.writing((CellId cellId, Kept kept) -> kept.lifetime()))
                .ticker(ticker)
                // Evicts on the thread that puts, so that the bound holds without a pool.
                .executor(Runnable::run)
                .build();
    }

    /** An answer and how long it stays. */
    private record Kept(Replay replay, Duration lifetime) {
        long bytes() {
            return (long) replay.result().payload().length()
                    + replay.fingerprint().digest().length()
                    + OVERHEAD_BYTES;
        }
    }

    /**
     * Makes an empty cache with {@link CacheLimits#DEFAULTS}.
     *
     * @return the cache
     */
    public static CaffeineReplayCache create() {
        return create(CacheLimits.DEFAULTS);
    }

    /**
     * Makes an empty cache.
     *
     * @param limits of what it holds
     * @return the cache
     */
    public static CaffeineReplayCache create(CacheLimits limits) {
        return create(limits, Ticker.systemTicker());
    }

    static CaffeineReplayCache create(CacheLimits limits, Ticker ticker) {
        return new CaffeineReplayCache(limits, ticker);
    }

    @Override
    public Optional<Replay> get(CellId cellId) {
        Kept kept = answers.getIfPresent(cellId);
        return kept == null ? Optional.empty() : Optional.of(kept.replay);
    }

    @Override
    public void put(CellId cellId, Replay replay, Duration lifetime) {
        Kept kept = new Kept(replay, lifetime.compareTo(limits.maxAge()) < 0 ? lifetime : limits.maxAge());
        if (kept.bytes() > limits.largest()) {
            answers.invalidate(cellId);
        } else {
            answers.put(cellId, kept);
        }
    }

    @Override
    public void invalidate(CellId cellId) {
        answers.invalidate(cellId);
    }

    /**
     * How many bytes it holds, about.
     *
     * @return at most {@link CacheLimits#maxBytes()}
     */
    public long bytes() {
        answers.cleanUp();
        return answers.policy().eviction().orElseThrow().weightedSize().orElseThrow();
    }
}
