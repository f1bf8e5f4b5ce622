/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.Bytes;
import dev.semel.CellId;
import dev.semel.FencingToken;
import dev.semel.Fingerprint;
import dev.semel.Mode;
import dev.semel.internal.Event.Reconciled.Verdict;
import dev.semel.spi.Claim;
import dev.semel.spi.Claim.History;
import dev.semel.spi.IdempotencyRecord;
import dev.semel.spi.Lease;
import dev.semel.spi.RecordState;
import dev.semel.spi.RecordedResult;
import dev.semel.spi.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an action that has run finds when it looks at its cell again; each case was first seen in a simulation. */
class SecondLookTest {
    private static final CellId CELL = new CellId(1, 2);
    private static final Fingerprint PAYLOAD = new Fingerprint(1, Bytes.utf8("payload"));
    private static final Fingerprint NEWER = new Fingerprint(2, Bytes.utf8("payload"));
    private static final Lease LEASE = new Lease(CELL, new FencingToken(7));
    private static final RecordedResult RESULT =
            new RecordedResult(RecordedResult.Kind.VALUE, "text", 1, Bytes.utf8("paid"));
    private static final IdempotencyRecord OF_A_NEWER_RELEASE = new IdempotencyRecord(
            CELL,
            RecordState.COMPLETED,
            new FencingToken(8),
            2,
            NEWER,
            new IdempotencyRecord.Times(Duration.ZERO, Instant.EPOCH),
            Optional.of(RESULT));
    private static final Event BEGAN = new Event.Began(true);
    private static final Event DONE = new Event.Done();
    private static final Event ROLL_BACK_FIRST = new Event.Returned(RESULT, true);

    private static Event granted(int attempt, History history) {
        return new Event.Claimed(new Claim.Granted(LEASE, attempt, history));
    }

    private static Step after(Mode mode, Event... events) {
        Protocol protocol = new Protocol(mode, false, List.of(PAYLOAD));
        Step step = protocol.next(new Event.Start());
        for (Event event : events) {
            step = protocol.next(event);
        }
        return step;
    }

    @Test
    void saysLostAndNotThatNothingRanIfTheWinnerCannotBeCompared() {
        assertThat(after(
                        Mode.LEASED,
                        granted(1, History.FRESH),
                        new Event.Returned(RESULT, false),
                        new Event.Written(WriteResult.LOST),
                        new Event.Found(Optional.of(OF_A_NEWER_RELEASE))))
                .isEqualTo(new Step.Return(new Answer.Lost()));
    }

    @Test
    void saysRolledBackAndNotThatNothingRanIfTheRecordCannotBeComparedAfterwards() {
        Event refused = new Event.Claimed(new Claim.Refused(OF_A_NEWER_RELEASE));
        assertThat(after(Mode.JOINED, BEGAN, granted(1, History.FRESH), ROLL_BACK_FIRST, DONE, BEGAN, refused, DONE))
                .isEqualTo(new Step.Return(new Answer.RolledBack()));
    }

    @Test
    void hidesNoRecordThatSomebodyHeldBetweenRollbackAndClaim() {
        Event cannotTell = new Event.Reconciled(Verdict.CANNOT_TELL, Optional.empty());
        assertThat(afterHold()).isInstanceOf(Step.Reconcile.class);
        assertThat(afterHold(cannotTell)).isEqualTo(new Step.Rollback());
        assertThat(afterHold(cannotTell, DONE)).isEqualTo(new Step.Return(new Answer.Indeterminate()));
        Event happened = new Event.Reconciled(Verdict.HAPPENED, Optional.of(RESULT));
        assertThat(afterHold(happened, DONE)).isEqualTo(new Step.Return(new Answer.Indeterminate()));
    }

    @Test
    void recordsItsAnswerIfWhatSomebodyHeldDidNotHappen() {
        assertThat(afterHold(new Event.Reconciled(Verdict.DID_NOT_HAPPEN, Optional.empty())))
                .isEqualTo(new Step.Complete(LEASE, RESULT));
    }

    private static Step afterHold(Event... events) {
        Event fresh = granted(1, History.FRESH);
        Event held = granted(2, History.INDETERMINATE);
        List<Event> all = new ArrayList<>(List.of(BEGAN, fresh, ROLL_BACK_FIRST, DONE, BEGAN, held));
        all.addAll(List.of(events));
        return after(Mode.JOINED, all.toArray(Event[]::new));
    }
}
