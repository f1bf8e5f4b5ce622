/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.internal;

import dev.semel.Attempt;
import dev.semel.Call;
import dev.semel.Cell;
import dev.semel.CellId;
import dev.semel.Fingerprint;
import dev.semel.IdempotencyException;
import dev.semel.IdempotencyPolicy;
import dev.semel.Operation;
import dev.semel.Reconciler;
import dev.semel.Reconciliation;
import dev.semel.WaitStrategy;
import dev.semel.event.IdempotencyEvent.Kind;
import dev.semel.internal.Event.Failure;
import dev.semel.internal.Event.Reconciled.Verdict;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.IdempotencyStore;
import dev.semel.spi.JoinedIdempotencyStore;
import dev.semel.spi.Lease;
import dev.semel.spi.RecordedResult;
import dev.semel.spi.StoreException;
import dev.semel.spi.Transaction;
import dev.semel.spi.UnreadableRecordException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the steps of one call into blocking I/O on the caller's thread, and decides nothing.
 *
 * @param <T> the type of the result
 */
final class BlockingDriver<T extends @Nullable Object> {
    private static final Logger LOG = LoggerFactory.getLogger(BlockingDriver.class);

    private final Engine engine;
    private final IdempotencyStore store;
    private final Operation<T> operation;
    private final Cell cell;
    private final ClaimRequest request;
    private final Protocol protocol;
    private final Claimant claimant;
    private final Pauses pauses;
    private boolean inTransaction;
    private @Nullable Transaction transaction;
    private @Nullable RunningAttempt<T> attempt;
    private @Nullable Throwable lastFailure;

    BlockingDriver(Engine engine, Operation<T> operation, Call call) {
        IdempotencyPolicy policy = operation.policy();
        this.engine = engine;
        this.store = engine.store();
        this.operation = operation;
        this.cell = Engine.cell(operation, call);
        CellId cellId = engine.hash().cellId(cell);
        List<Fingerprint> fingerprints = engine.hash().fingerprints(cellId, call.fingerprints());
        this.protocol = new Protocol(policy.mode(), policy.waiting() instanceof WaitStrategy.WaitUpTo, fingerprints);
        this.pauses = new Pauses(engine, cellId, policy);
        this.request = new ClaimRequest(engine.newClaimId(), cellId, cell, fingerprints, terms(operation));
        this.claimant = new Claimant(engine, request, policy, this);
    }

    private static ClaimRequest.Terms terms(Operation<?> operation) {
        Reconciler<?> reconciler = operation.reconciler();
        boolean takesHeld = reconciler != Reconciler.hold() && reconciler != Reconciler.rerun();
        return new ClaimRequest.Terms(
                operation.policy().lease(), operation.policy().retention(), takesHeld);
    }

    Attempt<T> begin() {
        Optional<Answer> answer = drive(new Event.Start());
        if (answer.isPresent()) {
            return new Attempt.Answered<>(Answers.beforeRun(this, answer.get()));
        }
        return Objects.requireNonNull(attempt);
    }

    /** Goes on until the call is over, or the action is to run: then empty. */
    Optional<Answer> drive(Event event) {
        Event last = event;
        try {
            while (true) {
                Step step = protocol.next(last);
                if (step instanceof Step.Return over) {
                    land(over.answer());
                    return Optional.of(over.answer());
                }
                if (step instanceof Step.Run run) {
                    lastFailure = null;
                    attempt = new RunningAttempt<>(this, claimant.flight(), run.granted());
                    return Optional.empty();
                }
                last = perform(step);
            }
        } catch (RuntimeException | Error e) {
            abandon(e);
            throw e;
        }
    }

    private Event perform(Step step) {
        try {
            return stepper(step);
        } catch (StoreException e) {
            lastFailure = e;
            return new Event.Failed(
                    switch (e.certainty()) {
                        case NOT_APPLIED -> Failure.NOT_APPLIED;
                        case TRANSIENT -> isOutermost() ? Failure.TRANSIENT : Failure.NOT_APPLIED;
                        case OVERLOADED -> Failure.OVERLOADED;
                        case UNKNOWN -> Failure.UNKNOWN;
                    });
        } catch (UnreadableRecordException e) {
            lastFailure = e;
            engine.replays().forget(request.cellId());
            return new Event.Failed(Failure.UNREADABLE);
        } catch (IdempotencyException e) {
            throw e;
        } catch (RuntimeException e) {
            // No store may throw it, but a pool or a driver below it does: in doubt the outcome is unknown.
            LOG.warn("The store of operation {} threw what no store may throw.", operation.name(), e);
            lastFailure = e;
            return new Event.Failed(Failure.UNKNOWN);
        }
    }

    private Event stepper(Step step) {
        if (step instanceof Step.AskForLease) {
            return askForLease();
        }
        if (step instanceof Step.Complete complete) {
            return new Event.Written(store.complete(complete.lease(), complete.result()));
        }
        if (step instanceof Step.Release release) {
            return new Event.Written(store.release(release.lease()));
        }
        if (step instanceof Step.Hold hold) {
            return new Event.Written(store.hold(hold.lease()));
        }
        if (step instanceof Step.Read) {
            return claimant.read(isOutermost(), pauses.wanted());
        }
        if (step instanceof Step.Pause pause) {
            return pauses.pause(pause);
        }
        if (step instanceof Step.Reconcile reconcile) {
            return reconcile(reconcile.granted());
        }
        return transactional(step);
    }

    private Event askForLease() {
        Event answer = claimant.askForLease(isOutermost(), pauses.wanted());
        if (answer instanceof Event.Claimed claimed && claimed.claim() instanceof Claim.Granted granted) {
            pauses.stop();
            boolean takeover =
                    granted.history() == Claim.History.ABANDONED || granted.history() == Claim.History.INDETERMINATE;
            tell(takeover ? Kind.TAKEN_OVER : Kind.CLAIMED);
        }
        return answer;
    }

    private Event transactional(Step step) {
        if (step instanceof Step.Begin) {
            Optional<Event> here = claimant.knownHere();
            if (here.isPresent()) {
                return here.get();
            }
            JoinedIdempotencyStore joined = (JoinedIdempotencyStore) store;
            // after the action, what became of it is written in a transaction of its own, which nothing may refuse
            transaction = attempt == null ? joined.begin() : joined.beginToRecord();
            inTransaction = true;
            return new Event.Began(transaction.isOutermost());
        }
        if (step instanceof Step.Resolve resolve) {
            return resolve(resolve.lease());
        }
        Transaction ending = Objects.requireNonNull(transaction);
        inTransaction = false;
        if (step instanceof Step.Rollback || (step instanceof Step.Leave && ending.isOutermost())) {
            ending.rollback();
        } else if (step instanceof Step.Commit || step instanceof Step.Leave) {
            ending.commit();
        } else {
            throw new AssertionError(step);
        }
        return new Event.Done();
    }

    private Event resolve(Lease lease) {
        IdempotencyPolicy policy = operation.policy();
        boolean committed = ((JoinedIdempotencyStore) store).committed(request.cellId(), lease.token(), policy.lease());
        // Retention counts from the grant, on the store's clock, and so from later than the claim was sent.
        Duration age = Duration.ofNanos(engine.timing().nanoTime() - claimant.claimSentAt());
        boolean told = committed || age.compareTo(policy.retention()) < 0;
        return told ? new Event.Resolved(committed) : new Event.Forgotten();
    }

    private Event reconcile(Claim.Granted granted) {
        RunningAttempt<T> view = new RunningAttempt<>(this, claimant.flight(), granted);
        try {
            Reconciliation<T> known = operation.reconciler().reconcile(view.execution());
            if (known instanceof Reconciliation.Happened<T> happened) {
                return new Event.Reconciled(
                        Verdict.HAPPENED, Optional.of(results().encode(happened.value())));
            }
            boolean didNot = known instanceof Reconciliation.DidNotHappen<T>;
            return new Event.Reconciled(didNot ? Verdict.DID_NOT_HAPPEN : Verdict.CANNOT_TELL, Optional.empty());
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            LOG.warn("The reconciler of operation {} could not tell; the record is held.", operation.name(), e);
            return new Event.Reconciled(Verdict.CANNOT_TELL, Optional.empty());
        }
    }

    private void land(Answer answer) {
        endFlight(
                answer instanceof Answer.Executed executed && isOutermost()
                        ? Optional.of(executed.result())
                        : Optional.empty());
        tell(Answers.kind(answer));
    }

    /** After a defect of a store or a codec: nothing is known to be written, so nothing is claimed to be. */
    void abandon(Throwable defect) {
        try {
            if (inTransaction) {
                inTransaction = false;
                Objects.requireNonNull(transaction).rollback();
            }
        } catch (RuntimeException | Error e) {
            if (e != defect) {
                defect.addSuppressed(e);
            }
        } finally {
            endFlight(Optional.empty());
        }
    }

    private void endFlight(Optional<RecordedResult> durable) {
        pauses.stop();
        claimant.end(durable, isOutermost());
    }

    private void tell(Kind kind) {
        engine.tell(kind, operation.name(), request.cellId());
    }

    Engine engine() {
        return engine;
    }

    Operation<T> operation() {
        return operation;
    }

    Results<T> results() {
        return new Results<>(operation.codec(), cell, request.cellId(), engine.encryption());
    }

    Cell cell() {
        return cell;
    }

    CellId cellId() {
        return request.cellId();
    }

    boolean isOutermost() {
        return transaction == null || transaction.isOutermost();
    }

    boolean isRollbackOnly() {
        return transaction != null && transaction.isRollbackOnly();
    }

    @Nullable
    Throwable lastFailure() {
        return lastFailure;
    }
}
