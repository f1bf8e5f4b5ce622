/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

import dev.semel.spi.Claim;
import dev.semel.spi.WriteResult;
import dev.semel.testkit.sim.HistoryEvent.Kind;
import dev.semel.testkit.sim.HistoryEvent.Nothing;
import dev.semel.testkit.sim.HistoryEvent.Reply;
import dev.semel.testkit.sim.HistoryEvent.Who;
import java.util.ArrayList;
import java.util.List;

/** Changes of one place of a history; the history itself stays. */
final class Edit {
    private static final int STRANGER = 900;
    private static final long HIGH_FENCE = Long.MAX_VALUE / 2;
    private static final int OTHER_VALUE = 5_000;

    private Edit() {}

    private static History replaced(History history, int place, HistoryEvent... by) {
        List<HistoryEvent> events = new ArrayList<>(history.events().subList(0, place));
        events.addAll(List.of(by));
        events.addAll(history.events().subList(place + 1, history.events().size()));
        return new History(history.terms(), events);
    }

    private static HistoryEvent at(History history, int place) {
        return history.events().get(place);
    }

    private static HistoryEvent with(HistoryEvent event, Enum<?> detail) {
        return new HistoryEvent(
                event.kind(), event.time(), event.storeTime(), event.who(), event.fence(), event.value(), detail);
    }

    private static HistoryEvent with(HistoryEvent event, long fence, long value) {
        return new HistoryEvent(
                event.kind(), event.time(), event.storeTime(), event.who(), fence, value, event.detail());
    }

    private static HistoryEvent with(HistoryEvent event, Who who) {
        return new HistoryEvent(
                event.kind(), event.time(), event.storeTime(), who, event.fence(), event.value(), event.detail());
    }

    private static HistoryEvent with(HistoryEvent event, Kind kind, Enum<?> detail) {
        return new HistoryEvent(
                kind, event.time(), event.storeTime(), event.who(), event.fence(), event.value(), detail);
    }

    private static Who stranger(Who who, int payload) {
        return new Who(STRANGER, 0, who.cell(), payload, false);
    }

    static History dropped(History history, int place) {
        return replaced(history, place);
    }

    static History twice(History history, int place) {
        return replaced(history, place, at(history, place), at(history, place));
    }

    static History applied(History history, int place) {
        return replaced(history, place, with(at(history, place), WriteResult.APPLIED));
    }

    static History refused(History history, int place) {
        return replaced(history, place, with(at(history, place), WriteResult.REFUSED));
    }

    static History executed(History history, int place) {
        return replaced(history, place, with(at(history, place), Reply.EXECUTED));
    }

    static History rolledBack(History history, int place) {
        return replaced(history, place, with(at(history, place), Reply.ROLLED_BACK));
    }

    static History busy(History history, int place) {
        return replaced(history, place, with(at(history, place), Reply.IN_PROGRESS));
    }

    static History showingNothing(History history, int place) {
        return replaced(history, place, with(with(at(history, place), 0, 0), Nothing.ABSENT));
    }

    static History resolvedAsCommitted(History history, int place) {
        return replaced(
                history, place, with(at(history, place), at(history, place).fence(), 1));
    }

    static History withAnotherValue(History history, int place) {
        return replaced(
                history, place, with(at(history, place), at(history, place).fence(), OTHER_VALUE));
    }

    static History withLowFence(History history, int place) {
        return replaced(history, place, with(at(history, place), 1, 0));
    }

    static History andAnotherValue(History history, int place) {
        HistoryEvent event = at(history, place);
        return replaced(history, place, event, with(event, event.fence(), OTHER_VALUE));
    }

    static History ofAnotherPayload(History history, int place) {
        Who who = at(history, place).who();
        Who other = new Who(who.call(), who.worker(), who.cell(), 1 - who.payload(), who.probe());
        return replaced(history, place, with(at(history, place), other));
    }

    static History takenByTheResource(History history, int place) {
        return replaced(history, place, with(at(history, place), Kind.FENCED_EFFECT, Nothing.NONE));
    }

    static History bySomebody(History history, int place) {
        HistoryEvent event = at(history, place);
        return replaced(
                history, place, with(event, stranger(event.who(), event.who().payload())));
    }

    static History andSomebodyGranted(History history, int place) {
        HistoryEvent event = at(history, place);
        HistoryEvent other = with(event, stranger(event.who(), event.who().payload()));
        return replaced(history, place, event, with(with(other, HIGH_FENCE, 0), Claim.History.ABANDONED));
    }

    static History andSomebodyBusy(History history, int place) {
        HistoryEvent event = at(history, place);
        Who stranger = stranger(event.who(), event.who().payload());
        HistoryEvent begins = with(with(with(event, Kind.INVOKE, Nothing.NONE), 0, 0), stranger);
        HistoryEvent ends = with(with(with(event, Reply.IN_PROGRESS), 0, 0), stranger);
        return replaced(history, place, event, begins, ends);
    }

    /** As if the store had never been asked, nor asked again. */
    static History withoutThisWrite(History history, int place) {
        HistoryEvent event = at(history, place);
        List<HistoryEvent> events = new ArrayList<>(history.events());
        events.removeIf(other -> other.kind() == Kind.COMPLETE && other.value() == event.value());
        return new History(history.terms(), events);
    }
}
