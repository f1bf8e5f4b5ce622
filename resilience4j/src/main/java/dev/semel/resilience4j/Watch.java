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

    Watch(CircuitBreaker breaker, String store) {
        this.breaker = breaker;
        this.store = store;
        breaker.getEventPublisher().onStateTransition(this::log);
    }

    /** One that is refused while the breaker is open. */
    <T> T refusable(Supplier<T> verb) {
        if (!breaker.tryAcquirePermission()) {
            throw new StoreException(
                    Certainty.NOT_APPLIED,
                    store + " did not answer well enough of late, so it is not asked: its circuit breaker is "
                            + breaker.getState() + ".",
                    null);
        }
        return measured(verb, true);
    }

    /** One that is always sent. */
    <T> T always(Supplier<T> verb) {
        return measured(verb, false);
    }

    private <T> T measured(Supplier<T> verb, boolean permitted) {
        long start = breaker.getCurrentTimestamp();
        try {
            T answer = verb.get();
            succeeded(start);
            return answer;
        } catch (StoreException e) {
            if (e.certainty() == Certainty.TRANSIENT) {
                succeeded(start);
            } else {
                failed(start, e);
            }
            throw e;
        } catch (UnreadableRecordException e) {
            succeeded(start);
            throw e;
        } catch (IllegalStateException e) {
            // a verb that was called where it must not be says nothing about the store
            if (permitted) {
                breaker.releasePermission();
            }
            throw e;
        } catch (RuntimeException | Error e) {
            failed(start, e);
            throw e;
        }
    }

    private void succeeded(long start) {
        breaker.onSuccess(breaker.getCurrentTimestamp() - start, breaker.getTimestampUnit());
    }

    private void failed(long start, Throwable failure) {
        breaker.onError(breaker.getCurrentTimestamp() - start, breaker.getTimestampUnit(), failure);
    }

    private void log(CircuitBreakerOnStateTransitionEvent event) {
        State now = event.getStateTransition().getToState();
        if (now == State.OPEN || now == State.FORCED_OPEN) {
            LOG.warn(
                    "{} fails or is slow: its circuit breaker is {}. Guarded operations are refused (503 over HTTP) and"
                            + " not run until it answers again.",
                    store,
                    now);
        } else {
            LOG.info("The circuit breaker of {} is {}.", store, now);
        }
    }
}
