/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How often hints, which anybody may send, let a poller ask. */
@Timeout(30)
class HintsTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final Hints hints = new Hints();
    private final ScriptedTiming time = new ScriptedTiming();

    /** Elapsed time moves only with pauses; a hint comes as long after the begin of each as the script says. */
    private final class ScriptedTiming implements Timing {
        private long now;
        private LongSupplier hintAfter = () -> Long.MAX_VALUE;

        @Override
        public long nanoTime() {
            return now;
        }

        @Override
        public void pause(Duration duration) {
            now += duration.toNanos();
        }

        @Override
        public boolean pause(Duration duration, CountDownLatch news) {
            long comes = hintAfter.getAsLong();
            if (news.getCount() > 0 && comes < duration.toNanos()) {
                now += comes;
                hints.hint();
                assertThat(news.getCount()).as("a hint ends the pause").isZero();
            } else if (news.getCount() > 0) {
                now += duration.toNanos();
            }
            return news.getCount() == 0;
        }
    }

    /** The moments at which a poller asks. */
    private List<Long> asks(Duration until) throws InterruptedException {
        List<Long> asked = new ArrayList<>();
        for (int round = 0; time.now < until.toNanos(); round++) {
            hints.pause(time, hints.pauseAfter(round).toNanos());
            asked.add(time.now);
        }
        return asked;
    }

    @Test
    void aHintEndsThePauseAtOnce() throws InterruptedException {
        time.hintAfter = () -> 7;
        assertThat(hints.pause(time, LONG.toNanos())).isEqualTo(8);
        assertThat(time.now).isEqualTo(7);
    }

    @Test
    void oneThatCameBeforeThePauseDoesToo() throws InterruptedException {
        hints.hint();
        hints.pause(time, LONG.toNanos());
        assertThat(time.now).isZero();
        hints.pause(time, LONG.toNanos());
        assertThat(time.now).as("it is used up").isEqualTo(LONG.toNanos());
    }

    @Test
    void withoutOneThePollerWantsToKnowSinceItBeganToPause() throws InterruptedException {
        time.now = 5;
        assertThat(hints.pause(time, LONG.toNanos())).isEqualTo(6);
    }

    @Test
    void aFloodMakesNobodyAskMoreThanThreeTimesASecond() throws InterruptedException {
        time.hintAfter = () -> 0;
        assertThreeASecond();
    }

    @Test
    void norDoHintsThatComeJustAfterEachQuestion() throws InterruptedException {
        time.hintAfter = () -> 1_000_000;
        assertThreeASecond();
    }

    @Test
    void norDoThoseThatWaitUntilTheyMayBeFollowedAtOnce() throws InterruptedException {
        for (long after = 1; after < Duration.ofSeconds(1).toNanos(); after += 7_000_000) {
            long each = after;
            time.now = 0;
            time.hintAfter = () -> each;
            assertThreeASecond();
        }
    }

    /** Lets a poll fall due first, and hints right behind it. */
    @Test
    void norDoThoseThatComeBehindEveryPoll() throws InterruptedException {
        boolean[] behind = {false};
        time.hintAfter = () -> {
            behind[0] = !behind[0];
            return behind[0] ? Long.MAX_VALUE : 1;
        };
        assertThreeASecond();
    }

    private void assertThreeASecond() throws InterruptedException {
        Duration settled = Duration.ofSeconds(2); // the first polls are closer together, with hints or without
        asks(settled);
        int seconds = 60;
        assertThat(asks(settled.plusSeconds(seconds))).hasSizeLessThanOrEqualTo(3 * seconds + 1);
    }

    @Test
    void aHintThatComesTooSoonAfterTheLastIsFollowedWhenItMay() throws InterruptedException {
        time.hintAfter = () -> 0;
        hints.pause(time, LONG.toNanos());
        hints.pause(time, LONG.toNanos());
        assertThat(time.now).isEqualTo(Hints.SPACING_NANOS);
    }

    @Test
    void manyHintsAreOne() throws InterruptedException {
        Collections.nCopies(1_000, hints).forEach(Hints::hint);
        hints.pause(time, LONG.toNanos());
        hints.pause(time, LONG.toNanos());
        assertThat(time.now).isEqualTo(LONG.toNanos());
    }
}
