/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.internal;

import dev.semel.Attempt;
import dev.semel.Cell;
import dev.semel.Execution;
import dev.semel.FailureRule;
import dev.semel.FencingToken;
import dev.semel.LeaseLostException;
import dev.semel.Mode;
import dev.semel.Outcome;
import dev.semel.StoreUnavailableException;
import dev.semel.spi.Claim;
import dev.semel.spi.EffectMark;
import dev.semel.spi.RecordedResult;
import dev.semel.spi.StoreException;
import dev.semel.spi.WriteResult;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * An attempt between its grant and its end, and what its action sees of it.
 *
 * @param <T> the type of the result
 */
final class RunningAttempt<T extends @Nullable Object> implements Attempt.Running<T>, Execution {
    private final BlockingDriver<T> driver;
    private final Flight flight;
    private final Claim.Granted granted;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile boolean effectBegun;

    RunningAttempt(BlockingDriver<T> driver, Flight flight, Claim.Granted granted) {
        this.driver = driver;
        this.flight = flight;
        this.granted = granted;
        this.effectBegun = granted.history() == Claim.History.INDETERMINATE;
    }

    void runBy(@Nullable Thread thread) {
        flight.runBy(thread);
    }

    @Override
    public Execution execution() {
        return this;
    }

    @Override
    public boolean isOutermost() {
        return driver.isOutermost();
    }

    @Override
    public boolean isRollbackOnly() {
        return driver.isRollbackOnly();
    }

    @Override
    public Outcome<T> complete(T value) {
        return end(value, false);
    }

    @Override
    public Outcome<T> completeRolledBack(T value) {
        return end(value, true);
    }

    private Outcome<T> end(T value, boolean rollBackFirst) {
        endOnce();
        RecordedResult result;
        try {
            result = driver.results().encode(value);
        } catch (Throwable e) {
            driver.abandon(e);
            throw e;
        }
        Answer answer = driver.drive(new Event.Returned(result, rollBackFirst)).orElseThrow();
        return Answers.afterRun(driver, answer, value);
    }

    @Override
    public Ended release() {
        return giveUp(false);
    }

    @Override
    public Ended hold() {
        return giveUp(true);
    }

    private Ended giveUp(boolean hold) {
        endOnce();
        return Answers.ended(driver.drive(new Event.GaveUp(hold)).orElseThrow());
    }

    @Override
    public void fail(Throwable failure) {
        endOnce();
        FailureRule rule = rule(failure);
        try {
            driver.drive(
                    switch (rule) {
                        case RECORD -> new Event.Returned(driver.results().failure(failure), true);
                        case RELEASE -> new Event.GaveUp(false);
                        case HOLD -> new Event.GaveUp(true);
                    });
        } catch (Throwable e) { // the caller gets what the action threw, whatever else fails
            suppress(failure, e);
        }
        suppress(failure, driver.lastFailure());
    }

    private FailureRule rule(Throwable failure) {
        try {
            return Objects.requireNonNull(
                    driver.operation().policy().failures().classify(failure, effectBegun), "The classifier gave null.");
        } catch (Throwable e) { // a classifier that fails knows nothing, and unknown is not failed
            suppress(failure, e);
            return FailureRule.HOLD;
        }
    }

    private static void suppress(Throwable failure, @Nullable Throwable later) {
        if (later != null && later != failure) {
            failure.addSuppressed(later);
        }
    }

    private void endOnce() {
        if (!ended.compareAndSet(false, true)) {
            throw new IllegalStateException("This attempt has ended before.");
        }
        flight.ending();
    }

    @Override
    public Cell cell() {
        return driver.cell();
    }

    @Override
    public int attempt() {
        return granted.attempt();
    }

    @Override
    public FencingToken fence() {
        return granted.lease().token();
    }

    @Override
    public boolean recovered() {
        return granted.history() == Claim.History.ABANDONED || granted.history() == Claim.History.INDETERMINATE;
    }

    @Override
    public String downstreamKey(String step) {
        return driver.engine().hash().downstreamKey(cell(), step);
    }

    @Override
    public void ensureHeld() {
        if (!flight.isHeld(driver.engine().timing().nanoTime())) {
            throw new LeaseLostException(cell());
        }
    }

    @Override
    public void onLeaseLost(Runnable callback) {
        flight.onLost(callback);
    }

    @Override
    public void beforeExternalEffect() {
        if (driver.operation().policy().mode() == Mode.JOINED) {
            throw new IllegalStateException(
                    "In joined mode the mark of an external effect would be rolled back with the"
                            + " transaction. Send downstreamKey(step) to the callee, or use leased mode.");
        }
        ensureHeld();
        long sentAt = driver.engine().timing().nanoTime();
        try {
            WriteResult result = driver.engine().store().renew(flight.lease(), flight.duration(), EffectMark.BEGUN);
            if (result != WriteResult.APPLIED) {
                driver.engine().keeper().lose(flight);
                throw new LeaseLostException(cell());
            }
        } catch (StoreException e) {
            throw new StoreUnavailableException(
                    cell(),
                    "The mark of an external effect is not known to be durable; the effect must not happen.",
                    e);
        }
        effectBegun = true;
        flight.renewed(sentAt);
    }
}
