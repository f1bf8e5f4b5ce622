/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.internal;

import dev.semel.Attempt.Ended;
import dev.semel.Cell;
import dev.semel.LeaseLostException;
import dev.semel.Outcome;
import dev.semel.StoreUnavailableException;
import dev.semel.TransactionRolledBackException;
import dev.semel.event.IdempotencyEvent.Kind;
import org.jspecify.annotations.Nullable;

/** Turns the protocol's answers into what users know: outcomes, exceptions, events. */
final class Answers {
    private Answers() {}

    static <T extends @Nullable Object> Outcome<T> beforeRun(BlockingDriver<T> driver, Answer answer) {
        if (answer instanceof Answer.Executed executed) {
            // Without a run there was a reconciler, whose value comes back as recorded.
            return new Outcome.Executed<>(driver.results().decode(executed.result()));
        }
        return others(driver, answer);
    }

    static <T extends @Nullable Object> Outcome<T> afterRun(BlockingDriver<T> driver, Answer answer, T value) {
        if (answer instanceof Answer.Executed) {
            return new Outcome.Executed<>(value);
        }
        if (answer instanceof Answer.Unknown) {
            return new Outcome.Unknown<>(value);
        }
        return others(driver, answer);
    }

    private static <T extends @Nullable Object> Outcome<T> others(BlockingDriver<T> driver, Answer answer) {
        Cell cell = driver.cell();
        if (answer instanceof Answer.Replayed replayed) {
            return new Outcome.Replayed<>(driver.results().decode(replayed.result()));
        }
        if (answer instanceof Answer.InProgress inProgress) {
            return new Outcome.InProgress<>(inProgress.remaining());
        }
        if (answer instanceof Answer.Mismatched) {
            return new Outcome.Mismatched<>();
        }
        if (answer instanceof Answer.Indeterminate) {
            return new Outcome.Indeterminate<>();
        }
        if (answer instanceof Answer.Lost) {
            throw new LeaseLostException(cell);
        }
        if (answer instanceof Answer.Unavailable || answer instanceof Answer.Unknown) {
            boolean notApplied =
                    answer instanceof Answer.Unavailable away && away.failure() == Event.Failure.NOT_APPLIED;
            throw new StoreUnavailableException(cell, unavailable(answer), driver.lastFailure(), !notApplied);
        }
        if (answer instanceof Answer.RolledBack || answer instanceof Answer.NotRecorded) {
            throw new TransactionRolledBackException(
                    cell,
                    "The transaction was rolled back; nothing happened. Try again with the same key.",
                    driver.lastFailure());
        }
        throw new AssertionError(answer);
    }

    private static String unavailable(Answer answer) {
        Event.Failure failure = answer instanceof Answer.Unavailable away ? away.failure() : Event.Failure.UNKNOWN;
        return switch (failure) {
            case UNREADABLE -> "There is a record for this key that this release cannot read, so nothing was run.";
            case OVERLOADED ->
                "The store has too much to do to be asked, so nothing was run. Try again with the same key.";
            case NOT_APPLIED, TRANSIENT, UNKNOWN ->
                "The store did not answer, so nothing was run. Try again with the same key.";
        };
    }

    /** What an attempt that gave up left behind. */
    static Ended ended(Answer answer) {
        // Held by somebody else since our rollback is held as well.
        if (answer instanceof Answer.NotRecorded
                || answer instanceof Answer.Held
                || answer instanceof Answer.Indeterminate) {
            return Ended.AS_ASKED;
        }
        boolean unconfirmed = answer instanceof Answer.Unconfirmed
                || answer instanceof Answer.Unknown
                || answer instanceof Answer.RolledBack
                || answer instanceof Answer.Unavailable;
        return unconfirmed ? Ended.UNCONFIRMED : Ended.OVERTAKEN;
    }

    static Kind kind(Answer answer) {
        if (answer instanceof Answer.Executed) {
            return Kind.EXECUTED;
        }
        if (answer instanceof Answer.Replayed) {
            return Kind.REPLAYED;
        }
        if (answer instanceof Answer.InProgress) {
            return Kind.IN_PROGRESS;
        }
        if (answer instanceof Answer.Mismatched) {
            return Kind.MISMATCHED;
        }
        if (answer instanceof Answer.Indeterminate || answer instanceof Answer.Held) {
            return Kind.HELD;
        }
        if (answer instanceof Answer.Unknown || answer instanceof Answer.Unconfirmed) {
            return Kind.UNKNOWN;
        }
        if (answer instanceof Answer.Lost) {
            return Kind.LEASE_LOST;
        }
        return answer instanceof Answer.Unavailable ? Kind.UNAVAILABLE : Kind.RELEASED;
    }
}
