/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

import dev.semel.internal.Answer;
import dev.semel.internal.Event;
import dev.semel.internal.Step;
import dev.semel.spi.IdempotencyStore;
import dev.semel.spi.Lease;
import dev.semel.spi.WriteResult;
import dev.semel.testkit.sim.HistoryEvent.Kind;
import dev.semel.testkit.sim.HistoryEvent.Who;

/** Drivers that are wrong in one thing each: what a broken protocol would do with the same steps and events. */
final class BrokenCalls {
    private BrokenCalls() {}

    private static boolean isUnknown(Event event) {
        return event instanceof Event.Failed failed && failed.failure() == Event.Failure.UNKNOWN;
    }

    /** Answers when the completion is sent. */
    static final class AnswersEarly extends SimulatedCall {
        private boolean sent;

        AnswersEarly(Worker worker, Who who, Caller caller) {
            super(worker, who, caller);
        }

        @Override
        void perform(Step next) {
            super.perform(next);
            if (next instanceof Step.Complete && isLeased()) {
                sent = true;
                take(new Event.Written(WriteResult.APPLIED));
            }
        }

        @Override
        void answered(Event event) {
            if (!sent) {
                super.answered(event);
            }
        }
    }

    /** Deletes the claim that it has waited for in vain. */
    static final class WaiterDeletes extends SimulatedCall {
        WaiterDeletes(Worker worker, Who who, Caller caller) {
            super(worker, who, caller);
        }

        @Override
        void perform(Step next) {
            boolean busy = next instanceof Step.Return last && last.answer() instanceof Answer.InProgress;
            if (busy && isLeased()) {
                IdempotencyStore store = new RecordingStore(world.store, journal);
                store.find(World.cellId(who().cell()))
                        .ifPresent(record -> store.release(new Lease(record.cellId(), record.token())));
            }
            super.perform(next);
        }
    }

    /** Does it all again when the answer to a commit is lost. */
    static final class RetriesBlindly extends SimulatedCall {
        private boolean committing;

        RetriesBlindly(Worker worker, Who who, Caller caller) {
            super(worker, who, caller);
        }

        @Override
        void perform(Step next) {
            committing = next instanceof Step.Commit;
            super.perform(next);
        }

        @Override
        void answered(Event event) {
            if (!committing || !isUnknown(event) || joining().isNested()) {
                super.answered(event);
                return;
            }
            long run = world.nextRun();
            journal.log(Kind.RUN, 0, run);
            RowTransaction again = joining().reopen();
            again.effect(run);
            again.commit();
            take(new Event.Done());
        }
    }

    /** Gives the claim back when the answer to a completion is lost. */
    static final class ReleasesAfterUnknown extends SimulatedCall {
        private Step last = new Step.Read();

        ReleasesAfterUnknown(Worker worker, Who who, Caller caller) {
            super(worker, who, caller);
        }

        @Override
        void perform(Step next) {
            last = next;
            super.perform(next);
        }

        @Override
        void answered(Event event) {
            if (isLeased() && last instanceof Step.Complete complete && isUnknown(event)) {
                send(store -> new Event.Written(store.release(complete.lease())));
                end(new Answer.NotRecorded());
            } else if (!isOver()) {
                super.answered(event);
            }
        }
    }

    /** Gives its own answer although somebody has taken over. */
    static final class IgnoresTakeover extends SimulatedCall {
        IgnoresTakeover(Worker worker, Who who, Caller caller) {
            super(worker, who, caller);
        }

        @Override
        void answered(Event event) {
            boolean lost = event instanceof Event.Written written && written.result() == WriteResult.LOST;
            super.answered(lost ? new Event.Written(WriteResult.APPLIED) : event);
        }
    }

    /** Keeps an answer for replay when it is written, which is before it is committed. */
    static final class RemembersEarly extends SimulatedCall {
        RemembersEarly(Worker worker, Who who, Caller caller) {
            super(worker, who, caller);
        }

        @Override
        void perform(Step next) {
            if (next instanceof Step.Complete complete) {
                remember(complete.result());
            }
            super.perform(next);
        }
    }
}
