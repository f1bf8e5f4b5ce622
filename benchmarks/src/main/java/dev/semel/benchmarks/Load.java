/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Threads that do one side's work as fast as it goes. */
final class Load implements AutoCloseable {
    private final ExecutorService threads;
    private final Extent extent;
    private final AtomicLong numbers = new AtomicLong();

    Load(Extent extent) {
        this.extent = extent;
        this.threads = Executors.newFixedThreadPool(extent.threads());
    }

    /** How often a second it was done, all threads together, counted over whole calls. */
    double rate(Side side) throws InterruptedException {
        CountDownLatch ready = new CountDownLatch(extent.threads());
        CountDownLatch go = new CountDownLatch(1);
        List<Future<Long>> workers = new ArrayList<>();
        for (int i = 0; i < extent.threads(); i++) {
            workers.add(threads.submit(() -> {
                ready.countDown();
                go.await();
                return work(side, System.nanoTime() + extent.slice().toNanos());
            }));
        }
        ready.await();
        long begin = System.nanoTime();
        go.countDown();
        long done = 0;
        for (Future<Long> worker : workers) {
            done += resultOf(worker);
        }
        return done * 1e9 / (System.nanoTime() - begin);
    }

    private long work(Side side, long end) throws Exception {
        long done = 0;
        while (System.nanoTime() - end < 0) {
            side.once(numbers.incrementAndGet());
            done++;
        }
        return done;
    }

    private static long resultOf(Future<Long> worker) throws InterruptedException {
        try {
            return worker.get();
        } catch (ExecutionException e) {
            throw new BenchException("a measured call failed: " + e.getCause(), e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
