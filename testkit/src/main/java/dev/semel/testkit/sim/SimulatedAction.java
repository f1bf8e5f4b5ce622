/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

import dev.semel.Bytes;
import dev.semel.internal.Event;
import dev.semel.internal.Event.Reconciled.Verdict;
import dev.semel.spi.Claim;
import dev.semel.spi.EffectMark;
import dev.semel.spi.RecordedResult;
import dev.semel.spi.StoreException;
import dev.semel.spi.WriteResult;
import dev.semel.testkit.sim.HistoryEvent.Ending;
import dev.semel.testkit.sim.HistoryEvent.Kind;
import java.util.Optional;

/** The user's work of one attempt: writes rows, touches resources, takes its time, and ends in one of several ways. */
final class SimulatedAction {
    private static final RecordedResult.Kind[] KINDS = RecordedResult.Kind.values();

    private static final int TEMPTATIONS = 12;

    private final SimulatedCall call;
    private final World world;
    private final Claim.Granted granted;
    private final long run;
    private boolean effectBegun;
    private boolean broken;

    SimulatedAction(SimulatedCall call, Claim.Granted granted) {
        this.call = call;
        this.world = call.world;
        this.granted = granted;
        this.run = world.nextRun();
        this.effectBegun = granted.history() == Claim.History.INDETERMINATE;
    }

    private long fence() {
        return granted.lease().token().value();
    }

    void begin() {
        call.journal.log(Kind.RUN, fence(), run);
        if (!call.isLeased()) {
            writeRow();
        } else {
            if (granted.history() == Claim.History.FRESH) {
                world.touchedOutside[call.who().cell()] = false;
            }
            if (world.random.nextBoolean()) {
                touchFencedResource();
            }
            // An action that runs again does again what it did.
            if (effectBegun || world.chance(Fault.EXTERNAL_EFFECT)) {
                beginExternalEffect();
                return;
            }
        }
        work();
    }

    private void writeRow() {
        try {
            call.joining().transaction().effect(run);
        } catch (StoreException e) {
            broken = true;
        }
    }

    /** Not all actions ask whether they still hold the lease; the resource checks the fence in any case. */
    private void touchFencedResource() {
        if (world.random.nextBoolean() || call.flight().isHeld()) {
            long delay = world.chance(Fault.LATE_LANDING) ? world.between(1, 4 * world.lease) : world.between(1, 20);
            world.after(delay, () -> world.resource.apply(call.journal, fence(), run));
        }
    }

    private void beginExternalEffect() {
        if (!call.flight().isHeld()) {
            broken = true;
            work();
            return;
        }
        long sentAt = world.now();
        call.renew(granted.lease(), EffectMark.BEGUN, answer -> marked(sentAt, answer));
    }

    private void marked(long sentAt, Event answer) {
        if (answer instanceof Event.Written written && written.result() == WriteResult.APPLIED) {
            effectBegun = true;
            call.flight().renewed(sentAt);
            call.worker().after(world.between(0, 20), this::touchOutside);
        } else {
            broken = true;
            if (answer instanceof Event.Written) {
                call.flight().lose();
            }
        }
        work();
    }

    private void touchOutside() {
        if (!call.isOver()) {
            world.touchedOutside[call.who().cell()] = true;
            call.journal.log(Kind.EXTERNAL_EFFECT, fence(), run);
            // The moment at which it is worst to die, so it is tempted often.
            for (int i = 0; i < TEMPTATIONS; i++) {
                world.nemesis.atStep(call.worker());
            }
        }
    }

    private void work() {
        boolean slow = world.chance(Fault.SLOW_ACTION) || (effectBegun && world.chance(Fault.SLOW_ACTION));
        long most = slow ? 3 * world.lease : world.lease / 3;
        call.worker().after(world.between(21, most), this::end);
    }

    private void end() {
        Event event = outcome();
        Ending ending = event instanceof Event.GaveUp gaveUp
                ? (gaveUp.hold() ? Ending.HELD : Ending.RELEASED)
                : ((Event.Returned) event).rollBackFirst() ? Ending.ROLL_BACK : Ending.RETURNED;
        call.journal.log(Kind.RAN, fence(), run, ending);
        call.take(event);
    }

    private Event outcome() {
        if (broken || world.chance(Fault.ACTION_THROWS)) {
            return new Event.GaveUp(effectBegun);
        }
        if (world.chance(Fault.ACTION_HOLDS)) {
            return new Event.GaveUp(true);
        }
        return new Event.Returned(result(run), world.chance(Fault.ROLL_BACK_FIRST));
    }

    /** The codec's version names the author, so that every answer has exactly one. */
    static RecordedResult result(long author) {
        RecordedResult.Kind kind = KINDS[(int) (author % KINDS.length)];
        return new RecordedResult(kind, "sim", (int) author, Bytes.EMPTY);
    }

    static void reconcile(SimulatedCall call, Claim.Granted granted) {
        call.worker().after(call.world.between(1, 20), () -> verdict(call, granted));
    }

    private static void verdict(SimulatedCall call, Claim.Granted granted) {
        World world = call.world;
        Verdict verdict =
                switch (world.profile.policy().reconciler()) {
                    case HOLD -> Verdict.CANNOT_TELL;
                    case RERUN -> Verdict.DID_NOT_HAPPEN;
                    case ASK -> ask(world, call.who().cell());
                };
        long author = verdict == Verdict.HAPPENED ? world.nextRun() : 0;
        call.journal.log(Kind.RECONCILE, granted.lease().token().value(), author, verdict);
        call.take(new Event.Reconciled(verdict, author == 0 ? Optional.empty() : Optional.of(result(author))));
    }

    private static Verdict ask(World world, int cell) {
        if (world.random.nextInt(4) == 0) {
            return Verdict.CANNOT_TELL;
        }
        return world.touchedOutside[cell] ? Verdict.HAPPENED : Verdict.DID_NOT_HAPPEN;
    }
}
