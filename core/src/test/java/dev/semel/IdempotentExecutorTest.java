/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.semel.Outcome.Executed;
import dev.semel.Outcome.InProgress;
import dev.semel.Outcome.Indeterminate;
import dev.semel.Outcome.Mismatched;
import dev.semel.Outcome.Replayed;
import dev.semel.Outcome.Unknown;
import dev.semel.ScriptedStore.Fault;
import dev.semel.codec.ResultCodec;
import dev.semel.codec.ResultCodecs;
import dev.semel.event.IdempotencyEvent;
import dev.semel.memory.InMemoryIdempotencyStore;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class IdempotentExecutorTest {
    private static final Duration LEASE = Duration.ofSeconds(30);

    private final ManualTime time = new ManualTime();
    private final ScriptedStore store = new ScriptedStore(new InMemoryIdempotencyStore(time));
    private final List<IdempotencyEvent> events = new CopyOnWriteArrayList<>();
    private final IdempotentExecutor executor =
            IdempotentExecutor.builder(store).timing(time).listener(events::add).build();
    private final IdempotentExecutor otherNode =
            IdempotentExecutor.builder(store).timing(time).build();
    private final Operation<String> pay = Operation.of("pay", IdempotencyPolicy.leased(), ResultCodecs.text());
    private final Call call = newCall("1999 EUR");
    private final AtomicInteger runs = new AtomicInteger();

    @AfterEach
    void close() {
        executor.close();
        otherNode.close();
    }

    private static Call newCall(String payload) {
        return Call.of(Scope.of("shop"), IdempotencyKey.of(UUID.randomUUID().toString()), fingerprint(payload));
    }

    private static Fingerprint fingerprint(String payload) {
        return new Fingerprint(1, Bytes.utf8(payload));
    }

    private Call withPayload(String payload) {
        return Call.of(call.scope(), call.key(), fingerprint(payload));
    }

    private String run() {
        return "paid " + runs.incrementAndGet();
    }

    @Nested
    class Replays {
        @Test
        void givesEveryRetryTheFirstAnswer() {
            assertThat(executor.execute(pay, call, e -> run())).isEqualTo(new Executed<>("paid 1"));
            assertThat(executor.execute(pay, call, e -> run())).isEqualTo(new Replayed<>("paid 1"));
            assertThat(otherNode.call(pay, call, e -> run())).isEqualTo("paid 1");
            assertThat(runs).hasValue(1);
        }

        @Test
        void costsOneClaimAndOneCompletionThenOneClaim() {
            executor.execute(pay, call, e -> run());
            executor.execute(pay, call, e -> run());
            assertThat(store.calls).containsExactly("claim", "complete", "claim");
        }

        @Test
        @SuppressWarnings("NullAway") // sees null in type arguments only in its JSpecify mode
        void replaysNothingAsNothing() {
            Operation<@Nullable Void> notify =
                    Operation.of("notify", IdempotencyPolicy.leased(), ResultCodecs.nothing());
            assertThat(executor.execute(notify, call, e -> null)).isEqualTo(new Executed<>(null));
            assertThat(executor.execute(notify, call, e -> null)).isEqualTo(new Replayed<>(null));
        }

        @Test
        void replaysEmptyAndBinaryResults() {
            Operation<Bytes> sign = Operation.of("sign", IdempotencyPolicy.leased(), ResultCodecs.bytes());
            Bytes binary = Bytes.copyOf(new byte[] {0, -1, 10, 0});
            executor.execute(sign, call, e -> binary);
            assertThat(executor.execute(sign, call, e -> Bytes.EMPTY)).isEqualTo(new Replayed<>(binary));
            Call empty = newCall("empty");
            executor.execute(sign, empty, e -> Bytes.EMPTY);
            assertThat(executor.execute(sign, empty, e -> binary)).isEqualTo(new Replayed<>(Bytes.EMPTY));
        }

        @Test
        void runsAgainAfterRetention() {
            executor.execute(pay, call, e -> run());
            time.advance(Duration.ofHours(25));
            assertThat(executor.execute(pay, call, e -> run())).isEqualTo(new Executed<>("paid 2"));
        }

        @Test
        void keepsOperationsAndScopesApart() {
            Operation<String> refund = Operation.of("refund", IdempotencyPolicy.leased(), ResultCodecs.text());
            Call stranger = Call.of(
                    Scope.of("other shop"), call.key(), call.fingerprints().get(0));
            executor.execute(pay, call, e -> run());
            assertThat(executor.call(refund, call, e -> run())).isEqualTo("paid 2");
            assertThat(executor.call(pay, stranger, e -> run())).isEqualTo("paid 3");
        }

        @Test
        void tellsTheFactThatAResultCouldNotBeStored() {
            Operation<String> broken = pay.withReconciler(Reconciler.hold());
            Operation<String> unencodable =
                    new Operation<>(broken.name(), broken.policy(), new Unencodable("text"), broken.reconciler());
            assertThat(executor.execute(unencodable, call, e -> run())).isEqualTo(new Executed<>("paid 1"));
            assertThatThrownBy(() -> executor.execute(unencodable, call, e -> run()))
                    .isInstanceOf(ResultCodecException.class);
            assertThat(runs).hasValue(1);
        }

        @Test
        void neverRunsAgainBecauseTheCodecChanged() {
            executor.execute(pay, call, e -> run());
            Operation<String> changed =
                    new Operation<>("pay", pay.policy(), new Unencodable("other"), Reconciler.hold());
            assertThatThrownBy(() -> executor.execute(changed, call, e -> run()))
                    .isInstanceOf(ResultCodecException.class)
                    .hasMessageContaining("codec text");
            assertThat(runs).hasValue(1);
        }
    }

    @Nested
    class Fingerprints {
        @Test
        void refusesAnotherPayloadAndLeavesTheRecordAlone() {
            executor.execute(pay, call, e -> run());
            assertThat(executor.execute(pay, withPayload("1 EUR"), e -> run())).isEqualTo(new Mismatched<>());
            assertThat(executor.execute(pay, call, e -> run())).isEqualTo(new Replayed<>("paid 1"));
            assertThat(runs).hasValue(1);
        }

        @Test
        void refusesAnotherPayloadWhileTheFirstRuns() {
            executor.execute(pay, call, e -> {
                assertThat(otherNode.execute(pay, withPayload("1 EUR"), x -> run()))
                        .isEqualTo(new Mismatched<>());
                return run();
            });
            assertThat(runs).hasValue(1);
        }

        @Test
        void refusesAnotherPayloadAfterTheFirstDied() {
            executor.begin(pay, call);
            time.advance(LEASE.plusSeconds(1));
            assertThat(otherNode.execute(pay, withPayload("1 EUR"), e -> run())).isEqualTo(new Mismatched<>());
        }

        @Test
        void acceptsTheDigestOfAnEarlierAlgorithm() {
            executor.execute(pay, call, e -> run());
            Fingerprint newer = new Fingerprint(2, Bytes.utf8("digest two"));
            Call upgraded = new Call(
                    call.scope(), call.key(), List.of(newer, call.fingerprints().get(0)));
            assertThat(executor.execute(pay, upgraded, e -> run())).isEqualTo(new Replayed<>("paid 1"));
        }

        @Test
        void staysClosedIfTheAlgorithmIsUnknown() {
            executor.execute(pay, call, e -> run());
            Call older = Call.of(call.scope(), call.key(), new Fingerprint(2, Bytes.utf8("digest two")));
            assertThatThrownBy(() -> executor.execute(pay, older, e -> run()))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("cannot read");
            assertThat(runs).hasValue(1);
        }
    }

    @Nested
    class Failures {
        @Test
        void passesTheSameExceptionOnAndRunsAgain() {
            IOException failure = new IOException("no answer");
            Throwable thrown = catchThrowable(() -> executor.execute(pay, call, e -> {
                throw failure;
            }));
            assertThat(thrown).isSameAs(failure);
            assertThat(executor.execute(pay, call, e -> e.attempt() + " " + e.recovered()))
                    .isEqualTo(new Executed<>("2 false"));
        }

        @Test
        void releasesAfterAnError() {
            StackOverflowError error = new StackOverflowError();
            Throwable thrown = catchThrowable(() -> executor.execute(pay, call, e -> {
                throw error;
            }));
            assertThat(thrown).isSameAs(error);
            assertThat(executor.call(pay, call, e -> run())).isEqualTo("paid 1");
        }

        @Test
        void replaysARecordedFailure() {
            Operation<String> strict = Operation.of(
                    "strict",
                    IdempotencyPolicy.leased()
                            .withFailures(
                                    FailureClassifier.byPhase().with(IllegalStateException.class, FailureRule.RECORD)),
                    ResultCodecs.text());
            assertThatThrownBy(() -> executor.execute(strict, call, e -> {
                        throw new IllegalStateException("card stolen");
                    }))
                    .isExactlyInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> executor.execute(strict, call, e -> run()))
                    .isInstanceOfSatisfying(RecordedFailureException.class, e -> assertThat(e.failureType())
                            .isEqualTo(IllegalStateException.class.getName()));
            assertThat(runs).hasValue(0);
        }

        @Test
        void holdsAfterAnExceptionBehindTheMark() {
            assertThatThrownBy(() -> executor.execute(pay, call, e -> {
                        e.beforeExternalEffect();
                        throw new IOException("answer lost");
                    }))
                    .isInstanceOf(IOException.class);
            time.advance(LEASE.multipliedBy(10));
            assertThat(executor.execute(pay, call, e -> run())).isEqualTo(new Indeterminate<>());
            assertThat(runs).hasValue(0);
        }

        @Test
        void addsFailuresOfTheStoreToTheActionsOwn() {
            Throwable thrown = catchThrowable(() -> executor.execute(pay, call, e -> {
                store.down(true);
                throw new IOException("first");
            }));
            assertThat(thrown).hasMessage("first");
            assertThat(thrown.getSuppressed()).hasSize(1);
        }
    }

    @Nested
    class Takeovers {
        @Test
        void runsAgainWithAHigherFenceAfterTheLease() {
            Attempt.Running<String> dead = begin(executor);
            time.advance(LEASE.plusSeconds(1));
            otherNode.execute(pay, call, e -> {
                assertThat(e.recovered()).isTrue();
                assertThat(e.attempt()).isEqualTo(2);
                assertThat(e.fence()).isGreaterThan(dead.execution().fence());
                return run();
            });
            assertThat(runs).hasValue(1);
        }

        @Test
        void givesALateOwnerTheWinnersAnswer() {
            Attempt.Running<String> late = begin(executor);
            time.advance(LEASE.plusSeconds(1));
            assertThat(otherNode.call(pay, call, e -> "winner")).isEqualTo("winner");
            assertThat(late.complete("mine")).isEqualTo(new Replayed<>("winner"));
        }

        @Test
        void tellsALateOwnerThatTheWinnerRuns() {
            Attempt.Running<String> late = begin(executor);
            time.advance(LEASE.plusSeconds(1));
            Attempt.Running<String> winner = begin(otherNode);
            assertThat(late.complete("mine")).isInstanceOf(InProgress.class);
            assertThat(winner.complete("winner")).isEqualTo(new Executed<>("winner"));
        }

        @Test
        void neverGivesALateOwnersAnswerWhenTheStoreIsAway() {
            Attempt.Running<String> late = begin(executor);
            time.advance(LEASE.plusSeconds(1));
            begin(otherNode);
            store.reads.add(Fault.NOT_APPLIED);
            assertThatThrownBy(() -> late.complete("mine")).isInstanceOf(LeaseLostException.class);
        }

        @Test
        void acceptsALateAnswerIfNobodyTookOver() {
            Attempt.Running<String> late = begin(executor);
            time.advance(LEASE.plusSeconds(1));
            assertThat(late.complete("late")).isEqualTo(new Executed<>("late"));
        }

        @Test
        void warnsTheActionWhenItsLeaseMayHaveEnded() {
            Attempt.Running<String> slow = begin(executor);
            slow.execution().ensureHeld();
            time.advance(LEASE);
            assertThatThrownBy(() -> slow.execution().ensureHeld()).isInstanceOf(LeaseLostException.class);
        }

        @Test
        void marksAnEffectOnlyWhileItHolds() {
            Attempt.Running<String> late = begin(executor);
            time.advance(LEASE.plusSeconds(1));
            begin(otherNode);
            assertThatThrownBy(() -> late.execution().beforeExternalEffect()).isInstanceOf(LeaseLostException.class);
        }

        @Test
        void refusesTheEffectIfTheMarkIsNotKnownToBeDurable() {
            Attempt.Running<String> running = begin(executor);
            store.writes.add(Fault.ANSWER_LOST);
            assertThatThrownBy(() -> running.execution().beforeExternalEffect())
                    .isInstanceOf(StoreUnavailableException.class);
        }
    }

    @Nested
    class UnknownEffects {
        private void dieBehindTheMark() {
            begin(executor).execution().beforeExternalEffect();
            time.advance(LEASE.plusSeconds(1));
        }

        @Test
        void areHeldWithoutAReconciler() {
            dieBehindTheMark();
            assertThat(otherNode.execute(pay, call, e -> run())).isEqualTo(new Indeterminate<>());
            assertThat(otherNode.execute(pay, call, e -> run())).isEqualTo(new Indeterminate<>());
            assertThat(runs).hasValue(0);
        }

        @Test
        void runAgainIfTheCalleeHonoursTheKey() {
            dieBehindTheMark();
            assertThat(otherNode.execute(pay.withReconciler(Reconciler.rerun()), call, e -> run() + e.recovered()))
                    .isEqualTo(new Executed<>("paid 1true"));
        }

        @Test
        void areCompletedWithWhatTheCalleeTells() {
            dieBehindTheMark();
            Operation<String> asking = pay.withReconciler(e -> new Reconciliation.Happened<>(
                    "charge " + e.downstreamKey("charge").length()));
            assertThat(otherNode.execute(asking, call, e -> run())).isEqualTo(new Executed<>("charge 32"));
            assertThat(executor.execute(pay, call, e -> run())).isEqualTo(new Replayed<>("charge 32"));
            assertThat(runs).hasValue(0);
        }

        @Test
        void areAskedAboutAgainWhileHeld() {
            dieBehindTheMark();
            Operation<String> blind = pay.withReconciler(e -> {
                throw new IOException("callee away");
            });
            assertThat(otherNode.execute(blind, call, e -> run())).isEqualTo(new Indeterminate<>());
            Operation<String> seeing = pay.withReconciler(e -> new Reconciliation.DidNotHappen<>());
            assertThat(otherNode.execute(seeing, call, e -> run())).isEqualTo(new Executed<>("paid 1"));
        }
    }

    @Nested
    class LostAnswers {
        @Test
        void recognisesItsOwnClaim() {
            store.claims.add(Fault.ANSWER_LOST);
            assertThat(executor.execute(pay, call, e -> run() + " as " + e.attempt()))
                    .isEqualTo(new Executed<>("paid 1 as 1"));
            assertThat(store.calls).containsExactly("claim", "lost Granted", "claim", "complete");
        }

        @Test
        void sendsTheCompletionAgainAndNotTheAction() {
            store.writes.addAll(List.of(Fault.ANSWER_LOST, Fault.REQUEST_LOST, Fault.NOT_APPLIED));
            assertThat(executor.execute(pay, call, e -> run())).isEqualTo(new Executed<>("paid 1"));
            assertThat(executor.execute(pay, call, e -> run())).isEqualTo(new Replayed<>("paid 1"));
            assertThat(runs).hasValue(1);
        }

        @Test
        void saysUnknownWhenTheLeaseEndsFirst() {
            Outcome<String> outcome = executor.execute(pay, call, e -> {
                store.down(true);
                return run();
            });
            assertThat(outcome).isEqualTo(new Unknown<>("paid 1"));
            store.down(false);
            assertThat(executor.execute(pay, call, e -> run())).isInstanceOf(Executed.class);
        }

        @Test
        void triesATransientRefusalAgain() {
            store.claims.addAll(List.of(Fault.TRANSIENT, Fault.TRANSIENT));
            assertThat(executor.execute(pay, call, e -> run())).isEqualTo(new Executed<>("paid 1"));
        }

        @Test
        void runsNothingWhenTheStoreIsDown() {
            store.down(true);
            assertThatThrownBy(() -> executor.execute(pay, call, e -> run()))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasRootCauseMessage("scripted: NOT_APPLIED");
            assertThat(runs).hasValue(0);
            assertThat(store.calls).containsExactly("claim");
        }

        @Test
        void runsNothingWhenNoClaimIsAnswered() {
            for (int i = 0; i < 20; i++) {
                store.claims.add(Fault.REQUEST_LOST);
            }
            assertThatThrownBy(() -> executor.execute(pay, call, e -> run()))
                    .isInstanceOf(StoreUnavailableException.class);
            assertThat(runs).hasValue(0);
            assertThat(store.calls).hasSize(6);
        }
    }

    @Nested
    class Nesting {
        @Test
        void refusesAnActionThatCallsItself() {
            assertThatThrownBy(() -> executor.execute(pay, call, e -> executor.call(pay, call, x -> run())))
                    .isInstanceOf(ReentrantExecutionException.class);
            assertThat(executor.call(pay, call, e -> run())).isEqualTo("paid 1");
        }

        @Test
        void keepsNestedOperationsApart() {
            Operation<String> outer = Operation.of("outer", IdempotencyPolicy.leased(), ResultCodecs.text());
            assertThat(executor.call(outer, call, e -> "outer " + executor.call(pay, call, x -> run())))
                    .isEqualTo("outer paid 1");
            assertThat(executor.execute(pay, call, e -> run())).isEqualTo(new Replayed<>("paid 1"));
            assertThat(executor.execute(outer, call, e -> run())).isEqualTo(new Replayed<>("outer paid 1"));
        }
    }

    /** What foreign code throws must end the call and nothing else. */
    @Nested
    class Accidents {
        private final IdempotencyPolicy policy = IdempotencyPolicy.leased();

        @Test
        void recordsTheFactWhenACodecRunsOutOfStack() {
            Operation<String> deep = Operation.of("deep", policy, new Failing("deep", new StackOverflowError()));
            assertThat(executor.execute(deep, call, e -> run())).isEqualTo(new Executed<>("paid 1"));
            assertThatThrownBy(() -> executor.execute(deep, call, e -> run())).isInstanceOf(ResultCodecException.class);
        }

        @Test
        void endsTheAttemptWhenACodecThrowsAnError() {
            AssertionError error = new AssertionError("codec");
            Operation<String> broken = Operation.of("broken", policy, new Failing("broken", error));
            assertThat(catchThrowable(() -> executor.execute(broken, call, e -> run())))
                    .isSameAs(error);
            time.advance(LEASE.plusSeconds(1));
            Operation<String> mended = Operation.of("broken", policy, ResultCodecs.text());
            assertThat(executor.execute(mended, call, e -> "again")).isEqualTo(new Executed<>("again"));
        }

        @Test
        void holdsWhenTheClassifierFailsAndThrowsTheActionsOwn() {
            Operation<String> unclassified = Operation.of(
                    "unclassified",
                    policy.withFailures((failure, begun) -> {
                        throw new IllegalStateException("classifier");
                    }),
                    ResultCodecs.text());
            IOException failure = new IOException("action");
            assertThat(catchThrowable(() -> executor.execute(unclassified, call, e -> {
                        throw failure;
                    })))
                    .isSameAs(failure);
            assertThat(failure.getSuppressed()).hasSize(1);
            assertThat(executor.execute(unclassified, call, e -> run())).isEqualTo(new Indeterminate<>());
        }

        @Test
        @SuppressWarnings("NullAway") // what a caller without null checks passes
        void namesTheNextCellRightAfterAStepWithoutAName() {
            executor.execute(pay, call, e -> run());
            assertThatThrownBy(() -> executor.execute(pay, newCall("x"), e -> e.downstreamKey(null)))
                    .isInstanceOf(NullPointerException.class);
            assertThat(executor.execute(pay, call, e -> run())).isEqualTo(new Replayed<>("paid 1"));
        }

        @Test
        void countsTheLeaseFromTheClaimThatWasGrantedAndNotFromOneBeforeAWait() {
            assertThat(begin(executor).execution().attempt()).isEqualTo(1);
            Operation<String> waiting = Operation.of(
                    "pay", policy.withWaiting(WaitStrategy.upTo(LEASE.multipliedBy(3))), ResultCodecs.text());
            Outcome<String> outcome = otherNode.execute(waiting, call, e -> {
                e.ensureHeld();
                return run();
            });
            assertThat(outcome).isEqualTo(new Executed<>("paid 1"));
        }
    }

    @Nested
    class Endings {
        @Test
        void canHappenOnlyOnce() {
            Attempt.Running<String> running = begin(executor);
            running.release();
            assertThatThrownBy(() -> running.complete("again")).isInstanceOf(IllegalStateException.class);
        }

        @Test
        void canHold() {
            assertThat(begin(executor).hold()).isEqualTo(Attempt.Ended.AS_ASKED);
            assertThat(events.get(events.size() - 1).kind()).isEqualTo(IdempotencyEvent.Kind.HELD);
            assertThat(executor.execute(pay, call, e -> run())).isEqualTo(new Indeterminate<>());
        }

        @Test
        void withoutARecordSayWhatTheyLeftBehind() {
            assertThat(begin(executor).release()).isEqualTo(Attempt.Ended.AS_ASKED);
            for (boolean hold : new boolean[] {false, true}) {
                Attempt.Running<String> late = begin(executor);
                time.advance(LEASE.plusSeconds(1));
                Attempt.Running<String> winner = begin(otherNode);
                assertThat(hold ? late.hold() : late.release()).isEqualTo(Attempt.Ended.OVERTAKEN);
                assertThat(winner.release()).isEqualTo(Attempt.Ended.AS_ASKED);
            }
        }

        @Test
        void withoutAStoreAreNotConfirmed() {
            Attempt.Running<String> released = begin(executor);
            store.down(true);
            assertThat(released.release()).isEqualTo(Attempt.Ended.UNCONFIRMED);
            store.down(false);
            time.advance(LEASE.plusSeconds(1));
            Attempt.Running<String> held = begin(executor);
            store.down(true);
            assertThat(held.hold()).isEqualTo(Attempt.Ended.UNCONFIRMED);
        }

        @Test
        void areToldToListeners() {
            executor.execute(pay, call, e -> run());
            executor.execute(pay, call, e -> run());
            List<IdempotencyEvent.Kind> kinds = new ArrayList<>();
            events.forEach(event -> kinds.add(event.kind()));
            assertThat(kinds)
                    .containsExactly(
                            IdempotencyEvent.Kind.CLAIMED,
                            IdempotencyEvent.Kind.EXECUTED,
                            IdempotencyEvent.Kind.REPLAYED);
        }

        @Test
        void doNotChangeWhenAListenerThrows() {
            try (IdempotentExecutor heard = IdempotentExecutor.builder(store)
                    .listener(event -> {
                        throw new IllegalStateException("listener");
                    })
                    .build()) {
                assertThat(heard.call(pay, call, e -> run())).isEqualTo("paid 1");
            }
        }
    }

    @Test
    void refusesJoinedModeOnAStoreThatCannotJoin() {
        Operation<String> joined = Operation.of("pay", IdempotencyPolicy.joined(), ResultCodecs.text());
        assertThatThrownBy(() -> executor.execute(joined, call, e -> run()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot join transactions");
    }

    @Test
    void namesTheOutcomeInItsExceptions() {
        Attempt.Running<String> running = begin(executor);
        assertThatThrownBy(() -> otherNode.call(pay, call, e -> run()))
                .isInstanceOfSatisfying(
                        ExecutionInProgressException.class,
                        e -> assertThat(e.retryAfter()).isPositive().isLessThanOrEqualTo(LEASE))
                .hasMessageNotContaining(call.key().value());
        running.release();
    }

    private Attempt.Running<String> begin(IdempotentExecutor node) {
        return (Attempt.Running<String>) node.begin(pay, call);
    }

    /** A codec whose encoder throws an error. */
    private record Failing(String name, Error error) implements ResultCodec<String> {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public Bytes encode(String value) {
            throw error;
        }

        @Override
        public String decode(Bytes bytes, int version) {
            throw error;
        }
    }

    /** A codec whose encoder and decoder both fail. */
    private record Unencodable(String name) implements ResultCodec<String> {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public Bytes encode(String value) throws IOException {
            throw new IOException("cannot");
        }

        @Override
        public String decode(Bytes bytes, int version) throws IOException {
            throw new IOException("cannot");
        }
    }
}
