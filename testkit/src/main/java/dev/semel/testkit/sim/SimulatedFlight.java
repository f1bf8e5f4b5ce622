/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

import dev.semel.internal.Event;
import dev.semel.spi.EffectMark;
import dev.semel.spi.Lease;
import dev.semel.spi.RecordedResult;
import dev.semel.spi.WriteResult;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An attempt of a process from its grant to its end: renews its lease, and lets duplicates of the process wait. */
final class SimulatedFlight {
    private static final Event WAITED = new Event.Waited(false);

    private final SimulatedCall call;
    private final Worker worker;
    private final Lease lease;
    private final boolean leased;
    private final List<Waiter> waiters = new ArrayList<>(0);
    private long leaseStart;
    private boolean lost;
    private boolean over;

    SimulatedFlight(SimulatedCall call, Lease lease, long claimSentAt) {
        this.call = call;
        this.worker = call.worker();
        this.lease = lease;
        this.leased = call.isLeased();
        this.leaseStart = claimSentAt;
        if (leased) {
            look();
        }
    }

    private static final class Waiter {
        private final SimulatedCall call;
        private boolean done;

        Waiter(SimulatedCall call) {
            this.call = call;
        }

        void tell(Event event) {
            if (!done) {
                done = true;
                if (event instanceof Event.Settled) {
                    call.journal.log(HistoryEvent.Kind.SETTLED_HERE);
                }
                call.take(event);
            }
        }
    }

    SimulatedCall call() {
        return call;
    }

    private long duration() {
        return worker.world().lease;
    }

    long remaining() {
        return leased ? Math.max(0, duration() - (worker.world().now() - leaseStart)) : duration();
    }

    boolean isHeld() {
        return !lost && !over && remaining() > 0;
    }

    void lose() {
        lost = true;
    }

    void renewed(long sentAt) {
        leaseStart = sentAt;
    }

    private void look() {
        worker.after(duration() / 3, this::renew);
    }

    private void renew() {
        if (lost || over) {
            return;
        }
        if (!worker.world().chance(Fault.RENEWAL_MISSED)) {
            long sentAt = worker.world().now();
            call.renew(lease, EffectMark.UNCHANGED, answer -> renewed(sentAt, answer));
        }
        look();
    }

    private void renewed(long sentAt, Event answer) {
        if (answer instanceof Event.Written written) {
            if (written.result() == WriteResult.APPLIED) {
                renewed(sentAt);
            } else if (written.result() == WriteResult.LOST) {
                lose();
            }
        } else if (!isHeld()) {
            lose();
        }
    }

    void await(SimulatedCall duplicate, long limit) {
        Waiter waiter = new Waiter(duplicate);
        waiters.add(waiter);
        worker.after(limit, () -> waiter.tell(WAITED));
    }

    void end(@Nullable RecordedResult durable) {
        over = true;
        Event event = durable == null ? WAITED : new Event.Settled(call.fingerprint(), durable);
        waiters.forEach(waiter -> worker.after(0, () -> waiter.tell(event)));
    }
}
