/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

import dev.semel.Mode;
import dev.semel.internal.Event.Reconciled.Verdict;
import dev.semel.spi.Claim;
import dev.semel.spi.RecordState;
import dev.semel.spi.WriteResult;
import dev.semel.testkit.sim.HistoryEvent.Kind;
import dev.semel.testkit.sim.HistoryEvent.Reply;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/** Ways to turn a good history into a bad one, each with the promise that the checker must then find broken. */
@SuppressWarnings("ImmutableEnumChecker") // functions without state
enum Corruption {
    SECOND_EFFECT_COMMITTED(Promise.I1, is(Kind.EFFECT_COMMITTED), Edit::twice),
    RECORD_NEVER_WRITTEN(Promise.I2, is(Kind.COMPLETE, WriteResult.APPLIED), Edit::withoutThisWrite),
    RECORD_LOST_IN_THE_END(Promise.I2, is(Kind.DUMP, RecordState.COMPLETED), Edit::showingNothing),
    SECOND_ANSWER_RECORDED(Promise.I3, is(Kind.COMPLETE, WriteResult.APPLIED), Edit::andAnotherValue),
    OTHER_ANSWER_READ(Promise.I3, is(Kind.FOUND, RecordState.COMPLETED), Edit::withAnotherValue),
    BUSY_AFTER_THE_ANSWER(Promise.I3, is(Kind.RETURN, Reply.EXECUTED), Edit::andSomebodyBusy),
    OTHER_PAYLOAD_ANSWERED(Promise.I4, is(Kind.RETURN, Reply.REPLAYED), Edit::ofAnotherPayload),
    OTHER_PAYLOAD_GRANTED(Promise.I4, is(Kind.GRANT, Claim.History.ABANDONED), Edit::ofAnotherPayload),
    FENCE_GOES_BACK(Promise.I5, is(Kind.GRANT, Claim.History.ABANDONED), Edit::withLowFence),
    STALE_EFFECT_TAKEN(Promise.I5, is(Kind.FENCED_REFUSED), Edit::takenByTheResource),
    STALE_WRITE_APPLIED(Promise.I6, is(Kind.COMPLETE, WriteResult.LOST), Edit::applied),
    ANSWER_OF_ANOTHER_GIVEN(Promise.I6, is(Kind.RETURN, Reply.REPLAYED), Edit::executed),
    GRANTED_UNDER_A_LIVE_LEASE(Promise.I7, is(Kind.GRANT, Claim.History.FRESH), Edit::andSomebodyGranted),
    WRITTEN_BY_A_WAITER(Promise.I8, is(Kind.COMPLETE, WriteResult.APPLIED), Edit::bySomebody),
    RUN_TWICE(Promise.I9, is(Kind.RUN), Edit::twice),
    COMMIT_MISREAD(Promise.I9, event -> event.kind() == Kind.RESOLVED && event.value() == 0, Edit::resolvedAsCommitted),
    FAILED_BUT_RECORDED(Promise.I9, is(Kind.RETURN, Reply.EXECUTED), Edit::rolledBack),
    COMPLETION_REFUSED(Promise.I10, is(Kind.COMPLETE, WriteResult.APPLIED), Edit::refused),
    NO_VERDICT(Promise.I11, is(Kind.RECONCILE, Verdict.DID_NOT_HAPPEN), Edit::dropped),
    EFFECT_WITHOUT_MARK(Promise.I11, is(Kind.MARK, WriteResult.APPLIED), Edit::dropped),
    CALL_WITHOUT_END(Promise.I12, is(Kind.RETURN), Edit::dropped),
    CELL_STUCK(Promise.I12, event -> event.kind() == Kind.RETURN && event.who().probe(), Edit::busy),
    RECORD_WITHOUT_ROWS(Promise.I13, is(Kind.EFFECT_COMMITTED), Edit::dropped),
    ROWS_OF_ANOTHER_RUN(Promise.I13, is(Kind.EFFECT_COMMITTED), Edit::withAnotherValue);

    private final Promise promise;
    private final Predicate<HistoryEvent> where;
    private final BiFunction<History, Integer, History> edit;

    Corruption(Promise promise, Predicate<HistoryEvent> where, BiFunction<History, Integer, History> edit) {
        this.promise = promise;
        this.where = where;
        this.edit = edit;
    }

    private static Predicate<HistoryEvent> is(Kind kind) {
        return event -> event.kind() == kind;
    }

    private static Predicate<HistoryEvent> is(Kind kind, Enum<?> detail) {
        return event -> event.kind() == kind && event.detail() == detail;
    }

    Promise promise() {
        return promise;
    }

    /** Where the history can be corrupted so that it must be noticed; -1 if nowhere. */
    int placeIn(History history) {
        for (int i = 0; i < history.events().size(); i++) {
            if (where.test(history.events().get(i)) && mustBeNoticed(history, i)) {
                return i;
            }
        }
        return -1;
    }

    History applyTo(History history, int place) {
        return edit.apply(history, place);
    }

    private boolean mustBeNoticed(History history, int place) {
        HistoryEvent event = history.events().get(place);
        return switch (this) {
            case SECOND_EFFECT_COMMITTED,
                    ROWS_OF_ANOTHER_RUN,
                    RECORD_WITHOUT_ROWS,
                    CALL_WITHOUT_END,
                    CELL_STUCK,
                    RUN_TWICE,
                    OTHER_ANSWER_READ,
                    RECORD_LOST_IN_THE_END,
                    OTHER_PAYLOAD_ANSWERED,
                    OTHER_PAYLOAD_GRANTED,
                    FENCE_GOES_BACK,
                    GRANTED_UNDER_A_LIVE_LEASE,
                    STALE_WRITE_APPLIED,
                    WRITTEN_BY_A_WAITER -> true;
            case RECORD_NEVER_WRITTEN -> after(history, place, answers(event.value()));
            case SECOND_ANSWER_RECORDED -> history.terms().mode() == Mode.LEASED;
            case BUSY_AFTER_THE_ANSWER, FAILED_BUT_RECORDED ->
                history.terms().retention() > 100 * history.terms().lease();
            case STALE_EFFECT_TAKEN -> before(history, place, is(Kind.FENCED_EFFECT));
            case ANSWER_OF_ANOTHER_GIVEN -> !before(history, place, runOf(event));
            case COMMIT_MISREAD -> !before(history, place, is(Kind.COMMIT));
            case COMPLETION_REFUSED -> true;
            case NO_VERDICT ->
                after(history, place, e -> e.kind() == Kind.RUN && e.who().equals(event.who()));
            case EFFECT_WITHOUT_MARK ->
                after(history, place, e -> e.kind() == Kind.EXTERNAL_EFFECT && e.fence() == event.fence())
                        && !elsewhere(history, place, e -> e.kind() == Kind.MARK && e.fence() == event.fence());
        };
    }

    private static Predicate<HistoryEvent> answers(long value) {
        return event -> event.kind() == Kind.RETURN
                && event.value() == value
                && (event.detail() == Reply.EXECUTED || event.detail() == Reply.REPLAYED);
    }

    private static Predicate<HistoryEvent> runOf(HistoryEvent answer) {
        return event -> (event.kind() == Kind.RUN || event.kind() == Kind.RECONCILE)
                && event.value() == answer.value()
                && event.who().call() == answer.who().call();
    }

    private static boolean before(History history, int place, Predicate<HistoryEvent> what) {
        return history.events().subList(0, place).stream().anyMatch(what);
    }

    private static boolean after(History history, int place, Predicate<HistoryEvent> what) {
        return history.events().subList(place + 1, history.events().size()).stream()
                .anyMatch(what);
    }

    private static boolean elsewhere(History history, int place, Predicate<HistoryEvent> what) {
        return before(history, place, what) || after(history, place, what);
    }
}
