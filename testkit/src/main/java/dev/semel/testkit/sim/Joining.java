/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

import dev.semel.internal.Event;
import dev.semel.internal.Step;
import dev.semel.spi.IdempotencyStore;
import dev.semel.spi.Lease;
import dev.semel.testkit.sim.HistoryEvent.Kind;
import dev.semel.testkit.sim.HistoryEvent.Reply;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The transactions of one call in joined mode, one at a time. */
final class Joining {
    private static final Event DONE = new Event.Done();

    private final World world;
    private final Journal journal;
    private final Link.Sender sender;
    private final boolean nested;
    private boolean rollbackOnly;
    private long openedAt;
    private @Nullable RowTransaction transaction;

    Joining(World world, Journal journal, Link.Sender sender) {
        this.world = world;
        this.journal = journal;
        this.sender = sender;
        this.nested = world.chance(Fault.NESTED);
    }

    /** Whether somebody outside is still to end what the protocol has left. */
    boolean isNested() {
        return nested && transaction != null;
    }

    RowTransaction transaction() {
        return Objects.requireNonNull(transaction);
    }

    IdempotencyStore verbs() {
        return new RecordingStore(transaction(), journal);
    }

    void perform(Step step) {
        if (step instanceof Step.Begin) {
            world.link.open(sender, this::opened);
        } else if (step instanceof Step.Resolve resolve) {
            world.link.send(sender, () -> resolved(resolve.lease()));
        } else if (nested) {
            rollbackOnly |= step instanceof Step.Rollback;
            sender.hears(0, DONE);
        } else if (step instanceof Step.Commit) {
            world.link.send(sender, commit());
        } else if (step instanceof Step.Rollback || step instanceof Step.Leave) {
            world.link.close(transaction());
            sender.hears(world.between(1, 4), DONE);
        } else {
            throw new AssertionError(step);
        }
    }

    private Event opened() {
        transaction = world.rows().begin(journal);
        openedAt = world.now();
        return new Event.Began(!nested);
    }

    /** Begins another transaction at once; only a driver that is broken on purpose asks for it. */
    RowTransaction reopen() {
        RowTransaction next = world.rows().begin(journal);
        transaction = next;
        return next;
    }

    private Supplier<Event> commit() {
        RowTransaction mine = transaction();
        return () -> {
            mine.commit();
            return DONE;
        };
    }

    /** Makes sure that the transaction cannot commit any more, or cannot tell before it has ended. */
    private Event resolved(Lease lease) {
        if (world.random.nextBoolean()) {
            transaction().rollback();
        }
        boolean committed = world.rows().hasCommitted(lease.cellId(), lease.token());
        journal.log(Kind.RESOLVED, lease.token().value(), committed ? 1 : 0);
        boolean told =
                committed || world.now() - openedAt < world.terms.retention().toMillis();
        return told ? new Event.Resolved(committed) : new Event.Forgotten();
    }

    /** The step under way got no answer. */
    void failed(@Nullable Step step, Event.Failure failure) {
        if (transaction == null) {
            return;
        }
        if (failure == Event.Failure.UNKNOWN) {
            world.link.broken(transaction);
        } else if (step instanceof Step.Commit) {
            transaction.rollback();
        }
    }

    void die() {
        if (transaction != null) {
            world.link.broken(transaction);
        }
    }

    /** Ends the transaction that a nested call has left, as whoever began it would, and tells what that did. */
    void endOuter(Reply reply, Link.Sender then) {
        if (reply != Reply.EXECUTED || rollbackOnly) {
            world.link.close(transaction());
            then.hears(0, DONE);
        } else {
            world.link.send(then, commit());
        }
    }
}
