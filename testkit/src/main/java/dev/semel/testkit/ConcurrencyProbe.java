/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/**
 * Proves or refutes that a section runs one at a time, with no knowledge of what is meant to keep it so.
 *
 * <p>Two witnesses: a count of how many threads are inside, of which the highest is kept; and a counter that is read,
 * left alone for a moment and written back, which loses an update whenever two are inside at once. Safe for use by many
 * threads.
 */
public final class ConcurrencyProbe {
    private static final long LIMIT_SECONDS = 60;
    private static final long DWELL_NANOS = 100_000;

    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger mostInside = new AtomicInteger();
    private final AtomicLong runs = new AtomicLong();
    // Deliberately read and written in two steps. Volatile, because what is to be proved is order, not visibility.
    private volatile long fragile;

    /** Makes a probe that has seen nothing. */
    public ConcurrencyProbe() {}

    /** Passes through the section that is meant to run one at a time. */
    public void pass() {
        runs.incrementAndGet();
        mostInside.accumulateAndGet(inside.incrementAndGet(), Math::max);
        long read = fragile;
        // Leaves the processor: on few of them a section that only computes would seldom meet another one.
        LockSupport.parkNanos(DWELL_NANOS);
        fragile = read + 1;
        inside.decrementAndGet();
    }

    /**
     * How often the section was passed.
     *
     * @return 0 or more
     */
    public long runs() {
        return runs.get();
    }

    /**
     * How many threads have been inside at once.
     *
     * @return the highest number seen; 1 if they excluded each other
     */
    public int highWaterMark() {
        return mostInside.get();
    }

    /**
     * How many updates of the fragile counter were lost; to be asked when nobody is inside.
     *
     * @return 0 if the threads excluded each other
     */
    public long lostUpdates() {
        return runs.get() - fragile;
    }

    /**
     * Fails unless the section was passed, and by one thread at a time.
     *
     * @throws AssertionError if nobody passed it, two were inside at once, or an update was lost
     */
    public void assertExclusive() {
        if (runs() == 0 || highWaterMark() != 1 || lostUpdates() != 0) {
            throw new AssertionError("Expected one at a time, but of " + runs() + " runs up to " + highWaterMark()
                    + " were inside at once, and " + lostUpdates() + " updates were lost.");
        }
    }

    /**
     * Lets a number of threads do something at the same moment and waits for all of them, at most a minute.
     *
     * @param threads how many
     * @param task what each does, given its number from 0
     * @param <T> what each finds
     * @return what each found, in the order of their numbers
     * @throws AssertionError if one threw, with that as its cause, or did not end
     */
    public static <T> List<T> race(int threads, IntFunction<T> task) {
        CyclicBarrier start = new CyclicBarrier(threads);
        ExecutorService runners = Executors.newFixedThreadPool(threads);
        try {
            List<Future<T>> running = new ArrayList<>();
            for (int number = 0; number < threads; number++) {
                running.add(runners.submit(racer(start, task, number)));
            }
            List<T> found = new ArrayList<>();
            for (Future<T> one : running) {
                found.add(one.get(LIMIT_SECONDS, TimeUnit.SECONDS));
            }
            return found;
        } catch (ExecutionException e) {
            throw new AssertionError("A racer failed: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("A racer did not end within " + LIMIT_SECONDS + " s.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for the racers.", e);
        } finally {
            runners.shutdownNow();
        }
    }

    private static <T> Callable<T> racer(CyclicBarrier start, IntFunction<T> task, int number) {
        return () -> {
            start.await(LIMIT_SECONDS, TimeUnit.SECONDS);
            return task.apply(number);
        };
    }
}
