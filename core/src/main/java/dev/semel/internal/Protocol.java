/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.internal;

import dev.semel.Fingerprint;
import dev.semel.Fingerprint.Match;
import dev.semel.Mode;
import dev.semel.internal.Event.Failure;
import dev.semel.internal.Step.Pause.Reason;
import dev.semel.spi.Claim;
import dev.semel.spi.IdempotencyRecord;
import dev.semel.spi.Lease;
import dev.semel.spi.RecordState;
import dev.semel.spi.RecordedResult;
import dev.semel.spi.WriteResult;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The once-only protocol of one call, as a pure state machine: no I/O, no clock, no thread, no randomness. A driver does
 * each {@link Step} and reports what became of it; the simulator does the same from a seed.
 *
 * <h2>Leased</h2>
 *
 * <pre>
 * AskForLease ─ granted ──────────────► Run ─ returned ─► Complete ─ applied ─► Return(Executed)
 *     │  │          └ indeterminate ─► Reconcile              │ └ lost ─► Read ─► Return(the winner's)
 *     │  │                                                    └ no answer ─► Pause, Complete again … Return(Unknown)
 *     │  └ no answer ─► Pause, AskForLease again under the same id … Return(Unavailable)
 *     ├ known here ─► Return(Replayed | Mismatched)
 *     └ refused ─► Return(Replayed | Mismatched | InProgress | Indeterminate), or Pause ─► Read ─► …
 * </pre>
 *
 * <h2>Joined</h2>
 *
 * The same between Begin and Commit, in one transaction. A commit whose answer is lost goes to Resolve, never to Run. A
 * refused claim Leaves; an action that fails Rolls back. What must outlive a rollback (a recorded failure, a held
 * record) is written in a second transaction under a new grant.
 *
 * <h2>What a crash leaves behind</h2>
 *
 * Before AskForLease, and in joined mode until Commit: nothing. In leased mode a record in progress until the lease ends; the
 * next claim takes over with a higher fence. After Complete or Commit landed: the answer, which a retry replays.
 *
 * <h2>Why no path runs the action twice</h2>
 *
 * Run follows only a grant, and each Protocol object reaches Run at most once: no failure after Run leads back to it.
 * An unknown write is resolved by sending the same write again; a waiter only reads until the cell is free, and then it
 * is a claimant like any other.
 *
 * <p>Not safe for use by more than one thread at a time.
 */
public final class Protocol {
    private static final int MAX_RETRIES = 5;
    private static final Answer NOT_RECORDED = new Answer.NotRecorded();
    private static final Answer UNCONFIRMED = new Answer.Unconfirmed();
    private static final Step ASK_FOR_LEASE = new Step.AskForLease();

    private enum Phase {
        NEW,
        BEGINNING,
        CLAIMING,
        RUNNING,
        RECONCILING,
        COMPLETING,
        RELEASING,
        HOLDING,
        COMMITTING,
        ENDING_TRANSACTION,
        RESOLVING,
        READING_WINNER,
        POLLING,
        PAUSING,
        OVER
    }

    private final boolean joined;
    private final List<Fingerprint> accepted;
    private boolean mayWait;
    private boolean outermost = true;
    private Phase phase = Phase.NEW;
    private int claimRetries;
    private int rounds;
    private Claim.@Nullable Granted granted;
    /** What to write under the next grant instead of running: set when the action's transaction was rolled back. */
    private @Nullable Epilogue epilogue;
    /** What to answer once the write or the commit under way is done. */
    private Answer pending = NOT_RECORDED;
    /** What to answer if the pause under way was the last. */
    private Answer onExpiry = NOT_RECORDED;

    private @Nullable Next afterTransaction;
    private @Nullable Next afterPause;

    /** What remains to be written after a rollback: a result, or else that the record is held. */
    private record Epilogue(Optional<RecordedResult> result) {}

    private record Next(Phase phase, Step step) {}

    /**
     * Begins a call.
     *
     * @param mode what commits together
     * @param mayWait whether a duplicate waits for the holder
     * @param accepted the payload's fingerprints, the present algorithm first
     */
    public Protocol(Mode mode, boolean mayWait, List<Fingerprint> accepted) {
        this.joined = mode == Mode.JOINED;
        this.mayWait = mayWait;
        this.accepted = accepted;
    }

    /**
     * Takes what became of the last step and tells the next.
     *
     * @param event what became of it; {@link Event.Start} at first
     * @return the next step; after {@link Step.Return} there is none
     * @throws IllegalStateException if the event does not answer the last step
     */
    public Step next(Event event) {
        if (event instanceof Event.Failed failed && phase != Phase.OVER) {
            return failed(failed.failure());
        }
        return switch (phase) {
            case NEW -> event instanceof Event.Start ? open() : unexpected(event);
            case BEGINNING -> beginning(event);
            case CLAIMING -> claimed(event);
            case RUNNING -> ended(event);
            case RECONCILING -> event instanceof Event.Reconciled known ? reconciled(known) : unexpected(event);
            case COMPLETING -> event instanceof Event.Written write ? completed(write.result()) : unexpected(event);
            case RELEASING, HOLDING -> event instanceof Event.Written write ? left(write.result()) : unexpected(event);
            case COMMITTING -> event instanceof Event.Done ? finish(pending) : unexpected(event);
            case ENDING_TRANSACTION ->
                event instanceof Event.Done ? to(Objects.requireNonNull(afterTransaction)) : unexpected(event);
            case RESOLVING -> resolved(event);
            case READING_WINNER -> event instanceof Event.Found found ? winner(found.record()) : unexpected(event);
            case POLLING -> event instanceof Event.Found found ? polled(found.record()) : unexpected(event);
            case PAUSING -> paused(event);
            case OVER -> unexpected(event);
        };
    }

    private Step open() {
        return joined ? to(Phase.BEGINNING, new Step.Begin()) : claim();
    }

    private Step beginning(Event event) {
        if (event instanceof Event.HeldHere here) {
            // Answered before a connection is taken: duplicates must not wait for one while the first call holds it.
            return withoutTransaction(here.fingerprint().match(accepted), new Answer.InProgress(here.remaining()));
        }
        if (event instanceof Event.Settled settled) {
            return finish(replay(settled));
        }
        return event instanceof Event.Began began ? began(began) : unexpected(event);
    }

    private Step withoutTransaction(Match match, Answer busy) {
        Answer answer = unlessSame(match, busy);
        return match == Match.SAME && mayWait && epilogue == null
                ? to(pause(Reason.HOLDER, new Next(Phase.BEGINNING, new Step.Begin()), answer))
                : finish(answer);
    }

    private Step began(Event.Began began) {
        outermost = began.outermost();
        // Waiting inside somebody else's transaction would hold its locks.
        mayWait &= outermost;
        return claim();
    }

    private Step claim() {
        return to(Phase.CLAIMING, ASK_FOR_LEASE);
    }

    private Step claimed(Event event) {
        if (event instanceof Event.HeldHere here) {
            return busy(here.fingerprint().match(accepted), here.remaining());
        }
        if (event instanceof Event.Settled settled) {
            return leave(replay(settled));
        }
        if (!(event instanceof Event.Claimed claimed)) {
            return unexpected(event);
        }
        if (claimed.claim() instanceof Claim.Granted grant) {
            return granted(grant);
        }
        if (claimed.claim() instanceof Claim.Refused refused) {
            return refused(refused.record());
        }
        if (claimed.claim() instanceof Claim.Contended contended) {
            return busy(contended.samePayload() ? Match.SAME : Match.OTHER, Duration.ZERO);
        }
        throw new AssertionError(claimed);
    }

    private Step granted(Claim.Granted grant) {
        granted = grant;
        if (epilogue != null && epilogue.result().isEmpty()) {
            return to(Phase.HOLDING, new Step.Hold(lease()));
        }
        if (grant.history() == Claim.History.INDETERMINATE) {
            return to(Phase.RECONCILING, new Step.Reconcile(grant));
        }
        return epilogue != null ? complete(epilogue.result().orElseThrow()) : to(Phase.RUNNING, new Step.Run(grant));
    }

    private Step refused(IdempotencyRecord record) {
        Match match = record.fingerprint().match(accepted);
        if (match == Match.SAME && record.state() != RecordState.IN_PROGRESS) {
            return leave(settled(record));
        }
        return busy(match, record.times().leaseRemaining());
    }

    private Step busy(Match match, Duration remaining) {
        Answer answer = unlessSame(match, new Answer.InProgress(remaining));
        if (match != Match.SAME || !mayWait || epilogue != null) {
            return leave(answer);
        }
        Next again = joined ? new Next(Phase.BEGINNING, new Step.Begin()) : new Next(Phase.POLLING, new Step.Read());
        Next pause = pause(Reason.HOLDER, again, answer);
        return joined ? endTransaction(new Step.Leave(), pause) : to(pause);
    }

    private Answer settled(IdempotencyRecord record) {
        Answer answer = record.result()
                .<Answer>map(Answer.Replayed::new)
                .orElseGet(() -> record.state() == RecordState.HELD
                        ? new Answer.Indeterminate()
                        : new Answer.InProgress(record.times().leaseRemaining()));
        return unlessSame(record.fingerprint().match(accepted), answer);
    }

    private Answer replay(Event.Settled settled) {
        return unlessSame(settled.fingerprint().match(accepted), new Answer.Replayed(settled.result()));
    }

    private static Answer unlessSame(Match match, Answer answer) {
        return switch (match) {
            case SAME -> answer;
            case OTHER -> new Answer.Mismatched();
            case INCOMPARABLE -> new Answer.Unavailable(Failure.UNREADABLE);
        };
    }

    private Step ended(Event event) {
        if (event instanceof Event.Returned returned) {
            return joined && returned.rollBackFirst()
                    ? rollBackThenWrite(Optional.of(returned.result()), new Answer.RolledBack())
                    : complete(returned.result());
        }
        if (!(event instanceof Event.GaveUp gaveUp)) {
            return unexpected(event);
        }
        pending = gaveUp.hold() ? new Answer.Held() : NOT_RECORDED;
        if (joined) {
            return gaveUp.hold() ? rollBackThenWrite(Optional.empty(), UNCONFIRMED) : rollBack(pending);
        }
        return gaveUp.hold()
                ? to(Phase.HOLDING, new Step.Hold(lease()))
                : to(Phase.RELEASING, new Step.Release(lease()));
    }

    private Step rollBackThenWrite(Optional<RecordedResult> result, Answer ifNotOurs) {
        if (!outermost) {
            // What is written in somebody else's transaction would be rolled back with it.
            return rollBack(ifNotOurs);
        }
        epilogue = new Epilogue(result);
        claimRetries = 0;
        return endTransaction(new Step.Rollback(), new Next(Phase.BEGINNING, new Step.Begin()));
    }

    private Step reconciled(Event.Reconciled known) {
        if (epilogue != null) {
            // Held by somebody since our rollback: our answer must not hide what that one did. Undone, it stays held.
            return known.verdict() == Event.Reconciled.Verdict.DID_NOT_HAPPEN
                    ? complete(epilogue.result().orElseThrow())
                    : rollBack(new Answer.Indeterminate());
        }
        return switch (known.verdict()) {
            case HAPPENED -> complete(known.result().orElseThrow());
            case DID_NOT_HAPPEN -> to(Phase.RUNNING, new Step.Run(Objects.requireNonNull(granted)));
            case CANNOT_TELL -> {
                pending = new Answer.Indeterminate();
                yield to(Phase.HOLDING, new Step.Hold(lease()));
            }
        };
    }

    private Step complete(RecordedResult result) {
        rounds = 0;
        pending = new Answer.Executed(result);
        return to(Phase.COMPLETING, new Step.Complete(lease(), result));
    }

    private Step completed(WriteResult write) {
        if (write == WriteResult.APPLIED) {
            return joined ? commit() : finish(pending);
        }
        // Somebody took over, so this attempt's own answer must not be given (promise I6).
        Next read = new Next(Phase.READING_WINNER, new Step.Read());
        return joined ? endTransaction(new Step.Rollback(), read) : to(read);
    }

    /** Released, held, or lost to somebody who took over. */
    private Step left(WriteResult write) {
        if (write == WriteResult.APPLIED) {
            return joined ? commit() : finish(pending);
        }
        Answer answer = pending instanceof Answer.Indeterminate ? pending : new Answer.Lost();
        return joined ? rollBack(answer) : finish(answer);
    }

    /** A reconciler that could not tell is answered for all the same; an attempt that gave up learns it. */
    private Answer notLeft() {
        return pending instanceof Answer.Indeterminate ? pending : UNCONFIRMED;
    }

    private Step commit() {
        return to(Phase.COMMITTING, new Step.Commit());
    }

    private Step resolved(Event event) {
        if (event instanceof Event.Resolved known) {
            return finish(known.committed() ? pending : new Answer.RolledBack());
        }
        return event instanceof Event.Forgotten ? finish(new Answer.Unknown()) : unexpected(event);
    }

    private Step winner(Optional<IdempotencyRecord> record) {
        return finish(record.map(this::winners).orElseGet(() -> new Answer.InProgress(Duration.ZERO)));
    }

    /** A winner of a newer release may have left what cannot be compared; this action has run all the same. */
    private Answer winners(IdempotencyRecord record) {
        Answer answer = settled(record);
        return answer instanceof Answer.Unavailable ? new Answer.Lost() : answer;
    }

    private Step polled(Optional<IdempotencyRecord> record) {
        boolean free = record.map(Protocol::isFree).orElse(true);
        if (free) {
            // No longer a waiter but a claimant like any other.
            return claim();
        }
        return refused(record.get());
    }

    private static boolean isFree(IdempotencyRecord record) {
        return record.state() == RecordState.IN_PROGRESS
                && record.times().leaseRemaining().isZero();
    }

    private Step paused(Event event) {
        if (event instanceof Event.Settled settled) {
            return finish(replay(settled));
        }
        if (event instanceof Event.Waited waited) {
            return waited.expired() ? finish(onExpiry) : to(Objects.requireNonNull(afterPause));
        }
        return unexpected(event);
    }

    private Step failed(Failure failure) {
        return switch (phase) {
            case BEGINNING, CLAIMING -> claimFailed(failure);
            case COMPLETING ->
                joined
                        ? rollBack(new Answer.RolledBack())
                        : again(new Step.Complete(lease(), result()), new Answer.Unknown());
            case HOLDING -> joined ? rollBack(notLeft()) : again(new Step.Hold(lease()), notLeft());
            case RELEASING -> finish(UNCONFIRMED); // the lease ends by itself
            case COMMITTING ->
                failure == Failure.UNKNOWN
                        ? to(Phase.RESOLVING, new Step.Resolve(lease()))
                        : finish(new Answer.RolledBack());
            case RESOLVING -> again(new Step.Resolve(lease()), new Answer.Unknown());
            // Nothing was written in it, so its end is of no account to this call.
            case ENDING_TRANSACTION -> to(Objects.requireNonNull(afterTransaction));
            case READING_WINNER -> finish(new Answer.Lost());
            case POLLING -> finish(new Answer.Unavailable(Failure.UNKNOWN)); // there was a record
            default -> unexpected(new Event.Failed(failure));
        };
    }

    /** After a claim without an answer, or a wait for a holder, there may be a record whatever the last claim met. */
    private Failure known(Failure failure) {
        return failure == Failure.NOT_APPLIED && (claimRetries > 0 || rounds > 0) ? Failure.UNKNOWN : failure;
    }

    private Step claimFailed(Failure failure) {
        Answer answer = epilogue == null ? new Answer.Unavailable(known(failure)) : new Answer.RolledBack();
        boolean inTransaction = joined && phase == Phase.CLAIMING;
        // What a lost claim wrote in a transaction goes with its connection; outside of one it may still land.
        boolean sendAgain = failure == Failure.TRANSIENT || (failure == Failure.UNKNOWN && !joined);
        if (!sendAgain || !outermost || claimRetries >= MAX_RETRIES) {
            return inTransaction ? rollBack(answer) : finish(answer);
        }
        claimRetries++;
        Next again = joined ? new Next(Phase.BEGINNING, new Step.Begin()) : new Next(Phase.CLAIMING, ASK_FOR_LEASE);
        Next pause = pause(Reason.RETRY, again, answer);
        return inTransaction ? endTransaction(new Step.Rollback(), pause) : to(pause);
    }

    /** Sends the same write again until the driver says that the lease has ended: never the action (promise I9). */
    private Step again(Step write, Answer expired) {
        return to(pause(Reason.RECORD, new Next(phase, write), expired));
    }

    private Next pause(Reason reason, Next next, Answer expired) {
        afterPause = next;
        onExpiry = expired;
        return new Next(Phase.PAUSING, new Step.Pause(reason, rounds++));
    }

    private Step leave(Answer found) {
        // In an epilogue the action has run, and what it did is rolled back, whatever the record says.
        Answer answer = epilogue != null && found instanceof Answer.Unavailable ? new Answer.RolledBack() : found;
        return joined ? endTransaction(new Step.Leave(), over(answer)) : finish(answer);
    }

    private Step rollBack(Answer answer) {
        return endTransaction(new Step.Rollback(), over(answer));
    }

    private Step endTransaction(Step how, Next next) {
        afterTransaction = next;
        return to(Phase.ENDING_TRANSACTION, how);
    }

    private Step finish(Answer answer) {
        return to(over(answer));
    }

    private static Next over(Answer answer) {
        return new Next(Phase.OVER, new Step.Return(answer));
    }

    private Step to(Next next) {
        return to(next.phase(), next.step());
    }

    private Step to(Phase next, Step step) {
        phase = next;
        return step;
    }

    private Lease lease() {
        return Objects.requireNonNull(granted).lease();
    }

    private RecordedResult result() {
        return ((Answer.Executed) pending).result();
    }

    private Step unexpected(Event event) {
        throw new IllegalStateException("The protocol is " + phase + " and cannot take "
                + event.getClass().getSimpleName() + ".");
    }
}
