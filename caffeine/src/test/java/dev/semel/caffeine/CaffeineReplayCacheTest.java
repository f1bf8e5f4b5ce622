/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.caffeine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.semel.Bytes;
import dev.semel.CellId;
import dev.semel.Fingerprint;
import dev.semel.spi.RecordedResult;
import dev.semel.spi.ReplayCache.Replay;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CaffeineReplayCacheTest {
    private static final CellId CELL = new CellId(1, 2);
    private static final Duration LONG = Duration.ofDays(1);

    private final AtomicLong nanos = new AtomicLong();
    private final CacheLimits limits = new CacheLimits(1 << 20, Duration.ofMinutes(5));
    private final CaffeineReplayCache cache = CaffeineReplayCache.create(limits, nanos::get);

    private static Replay replay(int length) {
        Bytes payload = Bytes.wrap(new byte[length]);
        return new Replay(
                new Fingerprint(1, Bytes.utf8("10 EUR")),
                new RecordedResult(RecordedResult.Kind.VALUE, "text", 1, payload),
                Long.MAX_VALUE);
    }

    private void pass(Duration duration) {
        nanos.addAndGet(duration.toNanos());
    }

    @Test
    void givesBackWhatItTook() {
        Replay replay = replay(100);
        cache.put(CELL, replay, LONG);
        assertThat(cache.get(CELL)).containsSame(replay);
        assertThat(cache.get(new CellId(2, 1))).isEmpty();
    }

    @Test
    void staysWithinItsBytes() {
        for (int i = 0; i < 10_000; i++) {
            cache.put(new CellId(i, i), replay(1 << 10), LONG);
        }
        assertThat(cache.bytes()).isBetween(limits.maxBytes() / 2, limits.maxBytes());
    }

    @Test
    void keepsNoAnswerThatWouldPushOutManyNorItsPredecessor() {
        cache.put(CELL, replay(100), LONG);
        cache.put(CELL, replay((1 << 20) / 16), LONG);
        assertThat(cache.get(CELL)).isEmpty();
    }

    @Test
    void forgetsAnAnswerAtItsAge() {
        cache.put(CELL, replay(100), LONG);
        pass(limits.maxAge().minusNanos(1));
        assertThat(cache.get(CELL)).as("however often it is read").isPresent();
        pass(Duration.ofNanos(1));
        assertThat(cache.get(CELL)).isEmpty();
    }

    @Test
    void forgetsAnAnswerWithItsRecord() {
        cache.put(CELL, replay(100), Duration.ofSeconds(2));
        pass(Duration.ofSeconds(2));
        assertThat(cache.get(CELL)).isEmpty();
    }

    @Test
    void countsTheLifeOfAnAnswerFromItsOwnPut() {
        cache.put(CELL, replay(100), Duration.ofSeconds(2));
        pass(Duration.ofSeconds(1));
        Replay next = replay(101);
        cache.put(CELL, next, Duration.ofSeconds(30));
        pass(Duration.ofSeconds(29));
        assertThat(cache.get(CELL)).containsSame(next);
    }

    @Test
    void forgetsWhatIsInvalidated() {
        cache.put(CELL, replay(100), LONG);
        cache.invalidate(CELL);
        assertThat(cache.get(CELL)).isEmpty();
    }

    @Test
    void saysWhichLimitDoesNotFit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CacheLimits.DEFAULTS.withMaxBytes(1_000))
                .withMessageContaining("65536 bytes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CacheLimits.DEFAULTS.withMaxAge(Duration.ZERO))
                .withMessageContaining("positive");
    }
}
