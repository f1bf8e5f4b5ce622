/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.resilience4j;

import dev.semel.spi.StoreException;
import dev.semel.spi.StoreException.Certainty;
import dev.semel.spi.UnreadableRecordException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnStateTransitionEvent;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a breaker how verbs fare, and asks it whether they may be sent. */
final class Watch {
    private static final Logger LOG = LoggerFactory.getLogger(StoreProtection.class);

    private final CircuitBreaker breaker;
    private final String store;
    /**
     * Whether the store was away when it was asked last. What the breaker refuses is told alike: a store that is dead is
     * away for all, and one that is slow, or was left alone by an operator, may have a record.
     */
    private volatile boolean away;

    Watch(CircuitBreaker breaker, String store) {
        this.breaker = breaker;
        this.store = store;
        breaker.getEventPublisher().onStateTransition(this::log);
    }

    /** One that is refused while the breaker is open. */
    <T> T refusable(Supplier<T> verb) {
        permit();
        return measured(verb, true);
    }

    /** One that is always sent. */
    <T> T always(Supplier<T> verb) {
        return measured(verb, false);
    }

    /** Asks for a permission to ask the store, which {@link #measured} uses up, or {@link #withdraw} gives back. */
    void permit() {
        if (breaker.tryAcquirePermission()) {
            return;
        }
        String why = away ? " was away when it was asked last" : " did not answer well enough of late";
        throw new StoreException(
                away ? Certainty.NOT_APPLIED : Certainty.OVERLOADED,
                store + why + ", so it is not asked: its circuit breaker is " + breaker.getState() + ".",
                null);
    }

    /** Nothing was asked under a permission, so that it says nothing of the store. */
    void withdraw() {
        breaker.releasePermission();
    }

    /** Measures a verb, and uses up the permission that its caller holds for it, if any. */
    <T> T measured(Supplier<T> verb, boolean permitted) {
        long start = breaker.getCurrentTimestamp();
        try {
            T answer = verb.get();
            succeeded(start);
            return answer;
        } catch (RuntimeException | Error e) {
            threw(start, e, permitted);
            throw e;
        }
    }

    /** A beginning takes a connection and often nothing more: only if none can be had does it say something. */
    <T> T beginning(Supplier<T> begin, boolean permitted) {
        long start = breaker.getCurrentTimestamp();
        try {
            return begin.get();
        } catch (RuntimeException | Error e) {
            threw(start, e, permitted);
            throw e;
        }
    }

    /** A commit that is rolled back for certain was answered: what the transaction did may be the reason. */
    void commit(Runnable commit) {
        long start = breaker.getCurrentTimestamp();
        try {
            commit.run();
            succeeded(start);
        } catch (RuntimeException | Error e) {
            if (e instanceof StoreException failure && failure.certainty() == Certainty.NOT_APPLIED) {
                succeeded(start);
            } else {
                threw(start, e, false);
            }
            throw e;
        }
    }

    private void threw(long start, Throwable thrown, boolean permitted) {
        if (thrown instanceof StoreException failure) {
            failed(start, failure);
        } else if (thrown instanceof UnreadableRecordException) {
            succeeded(start);
        } else if (!(thrown instanceof IllegalStateException)) {
            unanswered(start, thrown);
        } else if (permitted) {
            // a verb that was called where it must not be says nothing about the store
            withdraw();
        }
    }

    private void succeeded(long start) {
        answered(false);
        breaker.onSuccess(breaker.getCurrentTimestamp() - start, breaker.getTimestampUnit());
    }

    private void failed(long start, StoreException failure) {
        switch (failure.certainty()) {
            // a deadlock is an answer
            case TRANSIENT -> succeeded(start);
            case NOT_APPLIED -> {
                answered(true);
                countError(start, failure);
            }
            // from a limit before the store, which knows no more about it than before
            case OVERLOADED -> countError(start, failure);
            case UNKNOWN -> unanswered(start, failure);
        }
    }

    private void unanswered(long start, Throwable failure) {
        answered(false);
        countError(start, failure);
    }

    private void countError(long start, Throwable failure) {
        breaker.onError(breaker.getCurrentTimestamp() - start, breaker.getTimestampUnit(), failure);
    }

    private void answered(boolean nowAway) {
        // read first: all threads share it, and it hardly ever changes
        if (away != nowAway) {
            away = nowAway;
        }
    }

    private void log(CircuitBreakerOnStateTransitionEvent event) {
        State now = event.getStateTransition().getToState();
        if (now == State.OPEN || now == State.FORCED_OPEN) {
            LOG.warn(
                    "{} fails or is slow: its circuit breaker is {}. Guarded operations are refused (503 over HTTP) until"
                            + " it answers again.",
                    store,
                    now);
        } else {
            LOG.info("The circuit breaker of {} is {}.", store, now);
        }
    }
}
