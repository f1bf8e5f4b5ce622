/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** Runs many seeds, on several threads, each history on one; every hundredth seed twice, to see that it is the same. */
public final class Campaign {
    private static final int CHUNK = 500;
    private static final int TWICE = 100;
    private static final int FAILURES_KEPT = 5;

    private final Parts parts;
    private final long from;
    private final long count;
    private final AtomicLong next;
    private final AtomicLong done = new AtomicLong();

    private Campaign(Parts parts, long from, long count) {
        this.parts = parts;
        this.from = from;
        this.count = count;
        this.next = new AtomicLong(from);
    }

    /**
     * What became of all seeds.
     *
     * @param histories how many were run
     * @param violating how many broke a promise, or were not the same twice
     * @param failures the first few of these, not minimised
     * @param situations how often each situation occurred
     * @param time how long it took
     */
    public record Report(
            long histories, long violating, List<SimulationResult> failures, Situations situations, Duration time) {
        /**
         * Copies.
         *
         * @param histories how many were run
         * @param violating how many broke a promise, or were not the same twice
         * @param failures the first few of these, not minimised
         * @param situations how often each situation occurred
         * @param time how long it took
         */
        public Report {
            failures = List.copyOf(failures);
        }

        /**
         * One line for machines.
         *
         * @return the line, without a line break
         */
        public String line() {
            double seconds = time.toNanos() / 1e9;
            return String.format(
                    "SEMEL_SIM_RESULT histories=%d violations=%d seconds=%.1f histories_per_second=%.0f",
                    histories, violating, seconds, histories / seconds);
        }
    }

    /**
     * Runs a range of seeds.
     *
     * @param from the first seed
     * @param count how many
     * @param threads how many threads to run them on
     * @param progress told now and then how many are done, by several threads
     * @return what became of them
     * @throws InterruptedException if interrupted meanwhile
     */
    public static Report run(long from, long count, int threads, LongConsumer progress) throws InterruptedException {
        return new Campaign(Parts.SOUND, from, count).run(threads, progress);
    }

    static Report run(Parts parts, long from, long count) throws InterruptedException {
        return new Campaign(parts, from, count).run(1, done -> {});
    }

    private static final class Share {
        private final Situations situations = new Situations();
        private final List<SimulationResult> failures = new ArrayList<>();
        private long histories;
        private long violating;

        void add(Share other) {
            situations.add(other.situations);
            failures.addAll(other.failures);
            histories += other.histories;
            violating += other.violating;
        }
    }

    private Report run(int threads, LongConsumer progress) throws InterruptedException {
        long start = System.nanoTime();
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        Share all = new Share();
        try {
            List<Future<Share>> shares = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                shares.add(executor.submit(() -> work(progress)));
            }
            for (Future<Share> share : shares) {
                all.add(share.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("The simulator itself failed.", e.getCause());
        } finally {
            executor.shutdownNow();
        }
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        List<SimulationResult> few = all.failures.subList(0, Math.min(FAILURES_KEPT, all.failures.size()));
        return new Report(all.histories, all.violating, few, all.situations, time);
    }

    private Share work(LongConsumer progress) {
        Share share = new Share();
        long end = from + count;
        while (true) {
            long first = next.getAndAdd(CHUNK);
            if (first >= end) {
                return share;
            }
            long last = Math.min(first + CHUNK, end);
            for (long seed = first; seed < last; seed++) {
                run(seed, share);
            }
            progress.accept(done.addAndGet(last - first));
        }
    }

    private void run(long seed, Share share) {
        SimulationResult result = Simulator.run(seed, Set.of(), parts, share.situations);
        if (seed % TWICE == 0) {
            result = sameTwice(result);
        }
        share.histories++;
        if (!result.isClean()) {
            share.violating++;
            if (share.failures.size() < FAILURES_KEPT) {
                share.failures.add(result);
            }
        }
    }

    private SimulationResult sameTwice(SimulationResult first) {
        SimulationResult second = Simulator.run(first.profile().seed(), Set.of(), parts, new Situations());
        if (second.traceHash() == first.traceHash()) {
            return first;
        }
        List<Violation> violations = new ArrayList<>(first.violations());
        violations.add(new Violation(Promise.NO_DEFECT, 0, "two runs of the seed differ: something reads a clock"));
        return new SimulationResult(first.profile(), first.without(), first.history(), violations);
    }
}
