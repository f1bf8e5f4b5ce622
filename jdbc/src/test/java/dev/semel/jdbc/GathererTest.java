/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.spi.StoreException.Certainty;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** One place, which a first caller holds until it is let go; the others come meanwhile. */
class GathererTest {
    private static final Duration NEVER = Duration.ofMinutes(1);
    private static final Echo.Question FIRST = new Echo.Question(Requests.cell(), "first", false);

    private final AtomicBoolean down = new AtomicBoolean();
    private final ConnectionsOf database = () -> {
        if (down.get()) {
            throw new SQLException("down", "08001");
        }
        return ConnectionsOf.url("jdbc:h2:mem:gatherer").getConnection();
    };
    private final Echo echo = new Echo();
    private final Gatherer<Echo.Question, String> gatherer = gatherer(NEVER);
    private final List<Caller<String>> callers = new ArrayList<>();

    private Gatherer<Echo.Question, String> gatherer(Duration patience) {
        Duration timeout = JdbcOptions.DEFAULTS.timeout();
        Connections connections = new Connections(database, timeout, new H2Dialect(JdbcOptions.DEFAULTS));
        return new Gatherer<>(connections, echo, 1, patience);
    }

    @Test
    void sendsALoneCallAtOnceByThePlainStatement() {
        echo.letGo.countDown();
        assertThat(gatherer.call(FIRST)).isEqualTo("first alone");
        assertThat(echo.threads).containsExactly(Thread.currentThread());
        assertThat(echo.batches).isEmpty();
    }

    @Test
    void sendsTogetherWhoeverComesMeanwhileAndGivesEachItsOwnAnswer() throws Exception {
        Caller<String> first = first();
        for (int i = 0; i < 10; i++) {
            queue(question("q" + i));
        }
        echo.letGo.countDown();
        assertThat(first.answer()).isEqualTo("first alone");
        for (int i = 0; i < 10; i++) {
            assertThat(callers.get(i).answer()).isEqualTo("q" + i + " together");
        }
        assertThat(echo.batches).hasSize(1);
    }

    @Test
    void leavesTheSecondCallOfACellToTheNextStatement() throws Exception {
        first();
        Echo.Question twice = question("twice");
        queue(question("a"));
        queue(twice);
        queue(twice);
        queue(question("b"));
        echo.letGo.countDown();
        assertThat(answers()).containsExactly("a together", "twice together", "twice alone", "b together");
    }

    @Test
    void sendsNoMoreThanTheVerbTakes() throws Exception {
        first();
        for (int i = 0; i < Echo.MOST + 2; i++) {
            queue(question("q"));
        }
        echo.letGo.countDown();
        answers();
        assertThat(echo.batches).containsExactly(Echo.MOST, 2);
    }

    @Test
    void letsEachGoAloneWhoseCommonStatementFailedOrDidNotAnswerIt() throws Exception {
        echo.failure = () -> new SQLException("deadlock", "40P01");
        first();
        queue(question("a"));
        queue(question("b"));
        echo.letGo.countDown();
        assertThat(answers()).containsExactly("a alone", "b alone");

        echo.failure = () -> null;
        echo.block();
        first();
        callers.clear();
        queue(question("c"));
        queue(question(Echo.RARE));
        echo.letGo.countDown();
        assertThat(answers()).containsExactly("c together", Echo.RARE + " alone");
    }

    @Test
    void tellsEachThatTheOutcomeIsUnknownWhenTheAnswerIsLost() throws Exception {
        assertAllFail(() -> new SQLException("gone", "08006"), Certainty.UNKNOWN);
    }

    @Test
    void doesNotSendOneByOneWhatTheServerWasTooSlowFor() throws Exception {
        assertAllFail(() -> new SQLException("canceling statement", "57014"), Certainty.OVERLOADED);
    }

    private void assertAllFail(Echo.Failure failure, Certainty certainty) throws Exception {
        echo.failure = failure;
        first();
        queue(question("a"));
        queue(question("b"));
        echo.letGo.countDown();
        for (Caller<String> caller : callers) {
            assertThat(caller.certainty()).isEqualTo(certainty);
        }
        assertThat(echo.alone).containsExactly("first");
    }

    @Test
    void tellsTheOthersThatTheOutcomeIsUnknownWhenASenderBreaks() throws Exception {
        echo.failure = () -> {
            throw new StackOverflowError();
        };
        first();
        queue(question("a"));
        queue(question("b"));
        echo.letGo.countDown();
        assertThat(callers.get(0).failure()).isInstanceOf(StackOverflowError.class);
        assertThat(callers.get(1).certainty()).isEqualTo(Certainty.UNKNOWN);
        assertThat(gatherer.call(question("next"))).isEqualTo("next alone");
    }

    @Test
    void failsOnlyTheCallThatGotNoConnection() throws Exception {
        first();
        queue(question("a"));
        down.set(true);
        echo.letGo.countDown();
        assertThat(callers.get(0).certainty()).isEqualTo(Certainty.NOT_APPLIED);
        down.set(false);
        assertThat(gatherer.call(question("next"))).isEqualTo("next alone");
    }

    @Test
    void sendsAnInterruptedCallAloneAndKeepsItsFlag() throws Exception {
        first();
        Caller<String> interrupted = queue(question("interrupted"));
        queue(question("a"));
        queue(question("b"));
        interrupted.interrupt();
        assertThat(interrupted.answer()).isEqualTo("interrupted alone");
        assertThat(interrupted.wasInterrupted()).isTrue();
        echo.letGo.countDown();
        assertThat(callers.get(1).answer()).isEqualTo("a together");
        assertThat(callers.get(2).answer()).isEqualTo("b together");
    }

    @Test
    void keepsWaitingForAnAnswerThatIsUnderWayWhenInterrupted() throws Exception {
        first();
        queue(question("a"));
        Caller<String> interrupted = queue(question("interrupted"));
        CountDownLatch sent = new CountDownLatch(1);
        CountDownLatch arrived = new CountDownLatch(1);
        echo.failure = () -> {
            sent.countDown();
            arrived.await();
            return null;
        };
        echo.letGo.countDown();
        sent.await();
        interrupted.interruptWhileTaken();
        arrived.countDown();
        assertThat(interrupted.answer()).isEqualTo("interrupted together");
        assertThat(interrupted.wasInterrupted()).isTrue();
    }

    @Test
    void sendsACallAloneThatHasQueuedForLong() throws Exception {
        Gatherer<Echo.Question, String> impatient = gatherer(Duration.ofMillis(1));
        Caller<String> first = new Caller<>(() -> impatient.call(FIRST));
        echo.isSending.await();
        assertThat(impatient.call(question("tired"))).isEqualTo("tired alone");
        echo.letGo.countDown();
        assertThat(first.answer()).isEqualTo("first alone");
    }

    @Test
    void sendsALargeCallAloneAtOnce() throws Exception {
        first();
        assertThat(gatherer.call(new Echo.Question(Requests.cell(), "large", true)))
                .isEqualTo("large alone");
        echo.letGo.countDown();
    }

    private Caller<String> first() throws InterruptedException {
        Caller<String> first = new Caller<>(() -> gatherer.call(FIRST));
        echo.isSending.await();
        return first;
    }

    private Caller<String> queue(Echo.Question question) {
        Caller<String> caller = new Caller<>(() -> gatherer.call(question)).queued();
        callers.add(caller);
        return caller;
    }

    private List<String> answers() {
        List<String> answers = new ArrayList<>();
        for (Caller<String> caller : callers) {
            answers.add(caller.answer());
        }
        return answers;
    }

    private static Echo.Question question(String text) {
        return new Echo.Question(Requests.cell(), text, false);
    }
}
