/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

import dev.semel.internal.Answer;
import dev.semel.internal.Event.Failure;
import dev.semel.testkit.sim.HistoryEvent.Reply;

/** Names the protocol's answers for the history. */
final class Replies {
    private Replies() {}

    static Reply of(Answer answer) {
        if (answer instanceof Answer.Executed) {
            return Reply.EXECUTED;
        }
        if (answer instanceof Answer.Replayed) {
            return Reply.REPLAYED;
        }
        if (answer instanceof Answer.InProgress) {
            return Reply.IN_PROGRESS;
        }
        if (answer instanceof Answer.Mismatched) {
            return Reply.MISMATCHED;
        }
        if (answer instanceof Answer.Indeterminate) {
            return Reply.INDETERMINATE;
        }
        return withoutAnswer(answer);
    }

    private static Reply withoutAnswer(Answer answer) {
        if (answer instanceof Answer.Unknown) {
            return Reply.UNKNOWN;
        }
        if (answer instanceof Answer.Lost) {
            return Reply.LOST;
        }
        if (answer instanceof Answer.NotRecorded
                || answer instanceof Answer.Held
                || answer instanceof Answer.Unconfirmed) {
            return Reply.NOT_RECORDED;
        }
        if (answer instanceof Answer.RolledBack) {
            return Reply.ROLLED_BACK;
        }
        if (answer instanceof Answer.Unavailable unavailable) {
            return unavailable.failure() == Failure.UNREADABLE ? Reply.UNREADABLE : Reply.UNAVAILABLE;
        }
        throw new AssertionError(answer);
    }

    /** Which run or verdict made the answer: the simulated codec's version tells. */
    static long value(Answer answer) {
        if (answer instanceof Answer.Executed executed) {
            return executed.result().version();
        }
        return answer instanceof Answer.Replayed replayed ? replayed.result().version() : 0;
    }
}
