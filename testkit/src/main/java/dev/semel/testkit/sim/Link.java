/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

import dev.semel.Mode;
import dev.semel.internal.Event;
import dev.semel.internal.Event.Failure;
import dev.semel.spi.StoreException;
import dev.semel.spi.UnreadableRecordException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The network between the workers and the store. A request is executed at the moment when it arrives. */
final class Link {
    private static final Event NOT_APPLIED = new Event.Failed(Failure.NOT_APPLIED);
    private static final Event TRANSIENT = new Event.Failed(Failure.TRANSIENT);
    private static final Event OVERLOADED = new Event.Failed(Failure.OVERLOADED);
    private static final Event UNKNOWN = new Event.Failed(Failure.UNKNOWN);
    private static final Event UNREADABLE = new Event.Failed(Failure.UNREADABLE);
    private static final int LATE_LEASES = 6;

    private final World world;
    private boolean down;
    private int crashes;

    Link(World world) {
        this.world = world;
    }

    /** Who sends, and what is done with the answer when it arrives there. */
    record Sender(Worker worker, int life, Consumer<Event> answered) {
        Sender(Worker worker, Consumer<Event> answered) {
            this(worker, worker.life(), answered);
        }

        void hears(long delay, Event event) {
            hears(delay, () -> event);
        }

        void hears(long delay, Supplier<Event> event) {
            worker.after(delay, life, () -> answered.accept(event.get()));
        }
    }

    void crash(long downtime) {
        crashes++;
        down = true;
        if (world.store instanceof RowStore rows) {
            rows.crash();
        }
        world.after(downtime, () -> down = false);
    }

    private long latency() {
        return world.chance(Fault.SLOW) ? world.between(1, timeout() * 3 / 2) : world.between(1, 4);
    }

    private long timeout() {
        return world.lease / 5;
    }

    private long late() {
        return world.between(timeout(), LATE_LEASES * world.lease);
    }

    /** Sends a request; the sender is told of an answer, or that there is none, exactly once. */
    void send(Sender sender, Supplier<Event> request) {
        if (world.chance(Fault.UNAVAILABLE)) {
            sender.hears(latency(), NOT_APPLIED);
        } else if (world.chance(Fault.TRANSIENT)) {
            sender.hears(latency(), TRANSIENT);
        } else if (world.chance(Fault.REQUEST_LOST)) {
            sender.hears(timeout(), UNKNOWN);
        } else if (world.chance(Fault.LATE_LANDING)) {
            sender.hears(timeout(), UNKNOWN);
            world.after(late(), () -> landAgain(sender, request));
        } else {
            // A transaction's connection is a stream, in which nothing comes twice.
            if (world.chance(Fault.DUPLICATE) && world.profile.policy().terms().mode() == Mode.LEASED) {
                world.after(late(), () -> landAgain(sender, request));
            }
            long deadline = world.now() + timeout();
            boolean answerLost = world.chance(Fault.ANSWER_LOST);
            world.after(latency(), () -> land(sender, request, answerLost ? 0 : deadline));
        }
    }

    private void land(Sender sender, Supplier<Event> request, long deadline) {
        if (down) {
            sender.hears(timeout(), world.random.nextBoolean() ? UNKNOWN : NOT_APPLIED);
            return;
        }
        Event answer = execute(sender, request);
        long latency = latency();
        if (world.now() + latency > deadline) {
            sender.hears(Math.max(1, deadline - world.now()), UNKNOWN);
            return;
        }
        int before = crashes;
        sender.hears(latency, () -> crashes == before ? answer : UNKNOWN);
    }

    private void landAgain(Sender sender, Supplier<Event> request) {
        if (!down) {
            execute(sender, request);
        }
    }

    private Event execute(Sender sender, Supplier<Event> request) {
        world.clock.sender(sender.worker().clockOffset());
        try {
            return request.get();
        } catch (StoreException e) {
            return switch (e.certainty()) {
                case NOT_APPLIED -> NOT_APPLIED;
                case TRANSIENT -> TRANSIENT;
                case OVERLOADED -> OVERLOADED;
                case UNKNOWN -> UNKNOWN;
            };
        } catch (UnreadableRecordException e) {
            return UNREADABLE;
        }
    }

    /** Opens a transaction, on a connection that cannot be opened twice by one request. */
    void open(Sender sender, Supplier<Event> request) {
        if (down || world.chance(Fault.UNAVAILABLE)) {
            sender.hears(latency(), NOT_APPLIED);
        } else if (world.chance(Fault.TRANSIENT)) {
            sender.hears(latency(), TRANSIENT);
        } else if (world.chance(Fault.REQUEST_LOST)) {
            sender.hears(timeout(), UNKNOWN);
        } else {
            sender.hears(latency(), request);
        }
    }

    /** Rolls back; the store may notice only much later that the connection is gone. */
    void close(RowTransaction transaction) {
        boolean lost = world.chance(Fault.REQUEST_LOST) || world.chance(Fault.LATE_LANDING);
        world.after(lost ? late() : latency(), transaction::rollback);
    }

    /** The connection of a transaction is broken; what is on its way may still land before the store notices. */
    void broken(RowTransaction transaction) {
        world.after(world.isHealed() ? latency() : world.between(1, 2 * world.lease), transaction::rollback);
    }
}
