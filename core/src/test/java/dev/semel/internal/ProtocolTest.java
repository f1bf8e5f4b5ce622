/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.Bytes;
import dev.semel.CellId;
import dev.semel.FencingToken;
import dev.semel.Fingerprint;
import dev.semel.Mode;
import dev.semel.internal.Event.Failure;
import dev.semel.internal.Event.Reconciled.Verdict;
import dev.semel.internal.Step.Pause.Reason;
import dev.semel.spi.Claim;
import dev.semel.spi.Claim.History;
import dev.semel.spi.IdempotencyRecord;
import dev.semel.spi.Lease;
import dev.semel.spi.RecordState;
import dev.semel.spi.RecordedResult;
import dev.semel.spi.RecordedResult.Kind;
import dev.semel.spi.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The transitions that the executor's tests cannot show one by one: joined mode, and answers that are lost. */
class ProtocolTest {
    private static final CellId CELL = new CellId(1, 2);
    private static final Fingerprint PAYLOAD = new Fingerprint(1, Bytes.utf8("payload"));
    private static final Fingerprint OTHER = new Fingerprint(1, Bytes.utf8("other"));
    private static final Lease LEASE = new Lease(CELL, new FencingToken(7));
    private static final Duration REMAINING = Duration.ofSeconds(9);
    private static final RecordedResult RESULT = new RecordedResult(Kind.VALUE, "text", 1, Bytes.utf8("paid"));
    private static final Event GRANTED = claimed(new Claim.Granted(LEASE, 1, History.FRESH));
    private static final Event RETURNED = new Event.Returned(RESULT, false);
    private static final Event APPLIED = new Event.Written(WriteResult.APPLIED);
    private static final Event DONE = new Event.Done();

    private static Event claimed(Claim claim) {
        return new Event.Claimed(claim);
    }

    private static Event failed(Failure failure) {
        return new Event.Failed(failure);
    }

    private static IdempotencyRecord record(RecordState state, Fingerprint fingerprint) {
        return new IdempotencyRecord(
                CELL,
                state,
                LEASE.token(),
                1,
                fingerprint,
                new IdempotencyRecord.Times(REMAINING, Instant.EPOCH),
                state == RecordState.COMPLETED ? Optional.of(RESULT) : Optional.empty());
    }

    private static Event refused(RecordState state) {
        return claimed(new Claim.Refused(record(state, PAYLOAD)));
    }

    /** Feeds events to a fresh protocol and gives its last step. */
    private static Step after(Protocol protocol, Event... events) {
        Step step = protocol.next(new Event.Start());
        for (Event event : events) {
            step = protocol.next(event);
        }
        return step;
    }

    private static Step.Return answer(Answer answer) {
        return new Step.Return(answer);
    }

    @Nested
    class Joined {
        private final Event began = new Event.Began(true);
        private final Event participates = new Event.Began(false);

        private Protocol protocol() {
            return new Protocol(Mode.JOINED, false, List.of(PAYLOAD));
        }

        @Test
        void answersOnlyAfterTheCommit() {
            Protocol protocol = protocol();
            assertThat(after(protocol, began, GRANTED, RETURNED)).isEqualTo(new Step.Complete(LEASE, RESULT));
            assertThat(protocol.next(APPLIED)).isEqualTo(new Step.Commit());
            assertThat(protocol.next(DONE)).isEqualTo(answer(new Answer.Executed(RESULT)));
        }

        @Test
        void findsOutWhetherACommitLandedAndNeverRunsAgain() {
            Event lost = failed(Failure.UNKNOWN);
            Protocol landed = protocol();
            assertThat(after(landed, began, GRANTED, RETURNED, APPLIED, lost)).isEqualTo(new Step.Resolve(LEASE));
            assertThat(landed.next(new Event.Resolved(true))).isEqualTo(answer(new Answer.Executed(RESULT)));
            Protocol vanished = protocol();
            assertThat(after(vanished, began, GRANTED, RETURNED, APPLIED, lost, new Event.Resolved(false)))
                    .isEqualTo(answer(new Answer.RolledBack()));
        }

        @Test
        void saysUnknownIfItCannotBeFoundOut() {
            Protocol protocol = protocol();
            Event lost = failed(Failure.UNKNOWN);
            assertThat(after(protocol, began, GRANTED, RETURNED, APPLIED, lost, lost))
                    .isEqualTo(new Step.Pause(Reason.RECORD, 0));
            assertThat(protocol.next(new Event.Waited(false))).isEqualTo(new Step.Resolve(LEASE));
            protocol.next(lost);
            assertThat(protocol.next(new Event.Waited(true))).isEqualTo(answer(new Answer.Unknown()));
        }

        @Test
        void knowsThatARefusedCommitRolledBack() {
            assertThat(after(protocol(), began, GRANTED, RETURNED, APPLIED, failed(Failure.TRANSIENT)))
                    .isEqualTo(answer(new Answer.RolledBack()));
        }

        @Test
        void rollsBackIfTheCompletionFails() {
            Protocol protocol = protocol();
            assertThat(after(protocol, began, GRANTED, RETURNED, failed(Failure.UNKNOWN)))
                    .isEqualTo(new Step.Rollback());
            assertThat(protocol.next(DONE)).isEqualTo(answer(new Answer.RolledBack()));
        }

        @Test
        void rollsBackBeforeItReadsTheWinner() {
            Protocol protocol = protocol();
            Event lost = new Event.Written(WriteResult.LOST);
            assertThat(after(protocol, began, GRANTED, RETURNED, lost)).isEqualTo(new Step.Rollback());
            assertThat(protocol.next(DONE)).isEqualTo(new Step.Read());
            Event winner = new Event.Found(Optional.of(record(RecordState.COMPLETED, PAYLOAD)));
            assertThat(protocol.next(winner)).isEqualTo(answer(new Answer.Replayed(RESULT)));
        }

        @Test
        void leavesATransactionInWhichNothingWasWritten() {
            Protocol protocol = protocol();
            assertThat(after(protocol, began, refused(RecordState.COMPLETED))).isEqualTo(new Step.Leave());
            assertThat(protocol.next(DONE)).isEqualTo(answer(new Answer.Replayed(RESULT)));
        }

        @Test
        void answersThoughTheTransactionThatItLeavesCannotEnd() {
            assertThat(after(protocol(), participates, refused(RecordState.COMPLETED), failed(Failure.UNKNOWN)))
                    .isEqualTo(answer(new Answer.Replayed(RESULT)));
        }

        @Test
        void tellsContendersOfTheSameAndOfAnotherPayloadApart() {
            assertThat(after(protocol(), began, claimed(new Claim.Contended(true)), DONE))
                    .isEqualTo(answer(new Answer.InProgress(Duration.ZERO)));
            assertThat(after(protocol(), began, claimed(new Claim.Contended(false)), DONE))
                    .isEqualTo(answer(new Answer.Mismatched()));
        }

        @Test
        void answersADuplicateOfThisProcessWithoutATransaction() {
            assertThat(after(protocol(), new Event.HeldHere(PAYLOAD, Duration.ZERO)))
                    .isEqualTo(answer(new Answer.InProgress(Duration.ZERO)));
            assertThat(after(protocol(), new Event.HeldHere(OTHER, Duration.ZERO)))
                    .isEqualTo(answer(new Answer.Mismatched()));
            Protocol waiting = new Protocol(Mode.JOINED, true, List.of(PAYLOAD));
            assertThat(after(waiting, new Event.HeldHere(PAYLOAD, Duration.ZERO)))
                    .isEqualTo(new Step.Pause(Reason.HOLDER, 0));
            assertThat(waiting.next(new Event.Waited(false))).isEqualTo(new Step.Begin());
        }

        @Test
        void recordsAFailureInATransactionOfItsOwn() {
            Protocol protocol = protocol();
            assertThat(after(protocol, began, GRANTED, new Event.Returned(RESULT, true)))
                    .isEqualTo(new Step.Rollback());
            assertThat(protocol.next(DONE)).isEqualTo(new Step.Begin());
            assertThat(protocol.next(began)).isInstanceOf(Step.AskForLease.class);
            assertThat(protocol.next(GRANTED)).isEqualTo(new Step.Complete(LEASE, RESULT));
            assertThat(protocol.next(APPLIED)).isEqualTo(new Step.Commit());
            assertThat(protocol.next(DONE)).isEqualTo(answer(new Answer.Executed(RESULT)));
        }

        @Test
        void holdsInATransactionOfItsOwn() {
            Protocol protocol = protocol();
            after(protocol, began, GRANTED, new Event.GaveUp(true), DONE, began);
            assertThat(protocol.next(GRANTED)).isEqualTo(new Step.Hold(LEASE));
            assertThat(protocol.next(APPLIED)).isEqualTo(new Step.Commit());
            assertThat(protocol.next(DONE)).isEqualTo(answer(new Answer.Held()));
        }

        @Test
        void doesNotConfirmAHoldThatFailedAfterTheRollback() {
            Protocol protocol = protocol();
            after(protocol, began, GRANTED, new Event.GaveUp(true), DONE, began, GRANTED);
            assertThat(protocol.next(failed(Failure.UNKNOWN))).isEqualTo(new Step.Rollback());
            assertThat(protocol.next(DONE)).isEqualTo(answer(new Answer.Unconfirmed()));
        }

        @Test
        void givesTheWinnersAnswerIfAnotherCameBetweenRollbackAndRecord() {
            Protocol protocol = protocol();
            after(protocol, began, GRANTED, new Event.Returned(RESULT, true), DONE, began);
            assertThat(protocol.next(refused(RecordState.COMPLETED))).isEqualTo(new Step.Leave());
            assertThat(protocol.next(DONE)).isEqualTo(answer(new Answer.Replayed(RESULT)));
        }

        @Test
        void writesNothingMoreInSomebodyElsesTransaction() {
            assertThat(after(protocol(), participates, GRANTED, new Event.Returned(RESULT, true), DONE))
                    .isEqualTo(answer(new Answer.RolledBack()));
            assertThat(after(protocol(), participates, GRANTED, new Event.GaveUp(true), DONE))
                    .isEqualTo(answer(new Answer.Unconfirmed()));
        }

        @Test
        void waitsOutsideOfItsTransactionAndNeverInsideAnothers() {
            Protocol own = new Protocol(Mode.JOINED, true, List.of(PAYLOAD));
            assertThat(after(own, began, claimed(new Claim.Contended(true)))).isEqualTo(new Step.Leave());
            assertThat(own.next(DONE)).isEqualTo(new Step.Pause(Reason.HOLDER, 0));
            assertThat(own.next(new Event.Waited(false))).isEqualTo(new Step.Begin());
            Protocol inner = new Protocol(Mode.JOINED, true, List.of(PAYLOAD));
            assertThat(after(inner, participates, claimed(new Claim.Contended(true)), DONE))
                    .isEqualTo(answer(new Answer.InProgress(Duration.ZERO)));
        }

        @Test
        void beginsAnewAfterASerializationFailureButNotInSomebodyElsesTransaction() {
            Protocol own = protocol();
            assertThat(after(own, began, failed(Failure.TRANSIENT))).isEqualTo(new Step.Rollback());
            assertThat(own.next(DONE)).isEqualTo(new Step.Pause(Reason.RETRY, 0));
            assertThat(own.next(new Event.Waited(false))).isEqualTo(new Step.Begin());
            assertThat(after(protocol(), participates, failed(Failure.TRANSIENT), DONE))
                    .isEqualTo(answer(new Answer.Unavailable(Failure.TRANSIENT)));
        }

        @Test
        void doesNotSendALostClaimAgain() {
            assertThat(after(protocol(), began, failed(Failure.UNKNOWN), DONE))
                    .isEqualTo(answer(new Answer.Unavailable(Failure.UNKNOWN)));
        }
    }

    @Nested
    class Leased {
        private Protocol protocol() {
            return new Protocol(Mode.LEASED, true, List.of(PAYLOAD));
        }

        @Test
        void onlyReadsWhileItWaits() {
            Protocol protocol = protocol();
            Event running = new Event.Found(Optional.of(record(RecordState.IN_PROGRESS, PAYLOAD)));
            assertThat(after(protocol, refused(RecordState.IN_PROGRESS))).isEqualTo(new Step.Pause(Reason.HOLDER, 0));
            assertThat(protocol.next(new Event.Waited(false))).isEqualTo(new Step.Read());
            assertThat(protocol.next(running)).isEqualTo(new Step.Pause(Reason.HOLDER, 1));
            assertThat(protocol.next(new Event.Waited(true))).isEqualTo(answer(new Answer.InProgress(REMAINING)));
        }

        @Test
        void doesNotSayThatThereIsNoRecordAfterAClaimWithoutAnAnswerOrAWait() {
            Event down = failed(Failure.NOT_APPLIED);
            assertThat(after(protocol(), down)).isEqualTo(answer(new Answer.Unavailable(Failure.NOT_APPLIED)));
            assertThat(after(protocol(), failed(Failure.UNKNOWN), new Event.Waited(false), down))
                    .isEqualTo(answer(new Answer.Unavailable(Failure.UNKNOWN)));
            assertThat(after(protocol(), refused(RecordState.IN_PROGRESS), new Event.Waited(false), down))
                    .isEqualTo(answer(new Answer.Unavailable(Failure.UNKNOWN)));
        }

        @Test
        void doesNotAskAStoreAgainThatHasTooMuchToDo() {
            assertThat(after(protocol(), failed(Failure.OVERLOADED)))
                    .isEqualTo(answer(new Answer.Unavailable(Failure.OVERLOADED)));
        }

        @Test
        void becomesAClaimantWhenTheCellIsFree() {
            Protocol protocol = protocol();
            after(protocol, refused(RecordState.IN_PROGRESS), new Event.Waited(false));
            assertThat(protocol.next(new Event.Found(Optional.empty()))).isInstanceOf(Step.AskForLease.class);
        }

        @Test
        void takesTheAnswerOfACallInThisProcess() {
            assertThat(after(protocol(), new Event.HeldHere(PAYLOAD, REMAINING), new Event.Settled(PAYLOAD, RESULT)))
                    .isEqualTo(answer(new Answer.Replayed(RESULT)));
            assertThat(after(protocol(), new Event.HeldHere(OTHER, REMAINING)))
                    .isEqualTo(answer(new Answer.Mismatched()));
        }

        @Test
        void sendsAHoldAgainSinceAForgottenOneWouldLetTheActionRun() {
            Protocol protocol = protocol();
            assertThat(after(protocol, GRANTED, new Event.GaveUp(true), failed(Failure.UNKNOWN)))
                    .isEqualTo(new Step.Pause(Reason.RECORD, 0));
            assertThat(protocol.next(new Event.Waited(false))).isEqualTo(new Step.Hold(LEASE));
            protocol.next(failed(Failure.UNKNOWN));
            assertThat(protocol.next(new Event.Waited(true))).isEqualTo(answer(new Answer.Unconfirmed()));
        }

        @Test
        void tellsAnAttemptThatGaveUpThatItWasOvertaken() {
            Event lost = new Event.Written(WriteResult.LOST);
            for (boolean hold : new boolean[] {false, true}) {
                assertThat(after(protocol(), GRANTED, new Event.GaveUp(hold), lost))
                        .isEqualTo(answer(new Answer.Lost()));
            }
        }

        @Test
        void leavesALostReleaseToTheLease() {
            assertThat(after(protocol(), GRANTED, new Event.GaveUp(false), failed(Failure.UNKNOWN)))
                    .isEqualTo(answer(new Answer.Unconfirmed()));
        }

        @Test
        void runsAtMostOnce() {
            Protocol protocol = protocol();
            Event indeterminate = claimed(new Claim.Granted(LEASE, 2, History.INDETERMINATE));
            Event didNot = new Event.Reconciled(Verdict.DID_NOT_HAPPEN, Optional.empty());
            assertThat(after(protocol, indeterminate)).isInstanceOf(Step.Reconcile.class);
            assertThat(protocol.next(didNot)).isInstanceOf(Step.Run.class);
            protocol.next(RETURNED);
            protocol.next(APPLIED);
            assertThatThrownBy(() -> protocol.next(GRANTED)).isInstanceOf(IllegalStateException.class);
        }

        @Test
        void refusesAnEventThatAnswersNoStep() {
            Protocol protocol = protocol();
            assertThatThrownBy(() -> protocol.next(DONE))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("The protocol is NEW and cannot take Done.");
        }
    }
}
