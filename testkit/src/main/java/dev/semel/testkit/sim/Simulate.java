/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs the simulator from the command line.
 *
 * <pre>
 * --seed N [--without FAULT,FAULT]   replays one seed and prints its trace
 * --seeds N [--from N] [--threads N] runs a range of seeds and prints one line for machines
 * </pre>
 */
public final class Simulate {
    private static final long PROGRESS_EVERY = 100_000;

    private final PrintStream out;

    private Simulate(PrintStream out) {
        this.out = out;
    }

    /**
     * Runs, and exits with 0 if all promises were kept, 1 if one was broken, 2 if the options are wrong.
     *
     * @param args the options
     * @throws InterruptedException if interrupted
     */
    public static void main(String[] args) throws InterruptedException {
        System.exit(run(args, System.out));
    }

    static int run(String[] args, PrintStream out) throws InterruptedException {
        List<String> options = new ArrayList<>(Arrays.asList(args));
        try {
            String seed = option(options, "--seed", "");
            long seeds = Long.parseLong(option(options, "--seeds", "200000"));
            long from = Long.parseLong(option(options, "--from", "0"));
            int processors = Runtime.getRuntime().availableProcessors();
            int threads = Integer.parseInt(option(options, "--threads", "" + processors));
            Set<Fault> without = faults(option(options, "--without", ""));
            if (options.isEmpty()) {
                Simulate simulate = new Simulate(out);
                return seed.isEmpty()
                        ? simulate.many(from, seeds, threads)
                        : simulate.one(Long.parseLong(seed), without);
            }
            out.println("Unknown: " + String.join(" ", options));
        } catch (IllegalArgumentException e) {
            out.println("Not understood: " + e.getMessage());
        }
        out.println("Usage: --seed N [--without FAULT,...] | --seeds N [--from N] [--threads N]");
        return 2;
    }

    private static String option(List<String> options, String name, String otherwise) {
        int index = options.indexOf(name);
        if (index < 0 || index + 1 == options.size()) {
            return otherwise;
        }
        options.remove(index);
        return options.remove(index);
    }

    static Set<Fault> faults(String names) {
        Set<Fault> faults = EnumSet.noneOf(Fault.class);
        for (String name : names.split(",", -1)) {
            if (!name.isEmpty()) {
                faults.add(Fault.valueOf(name));
            }
        }
        return faults;
    }

    private int one(long seed, Set<Fault> without) {
        SimulationResult result = Simulator.run(seed, without);
        out.print(result.trace());
        return result.isClean() ? 0 : 1;
    }

    private int many(long from, long seeds, int threads) throws InterruptedException {
        AtomicLong told = new AtomicLong(PROGRESS_EVERY);
        Campaign.Report report = Campaign.run(from, seeds, threads, done -> {
            long next = told.get();
            if (done >= next && told.compareAndSet(next, next + PROGRESS_EVERY)) {
                out.println(done + " of " + seeds);
            }
        });
        report.failures().forEach(this::show);
        out.println("SEMEL_SIM_SITUATIONS " + report.situations());
        out.println(report.line() + " from=" + from + " to=" + (from + seeds - 1));
        return report.violating() == 0 ? 0 : 1;
    }

    private void show(SimulationResult failure) {
        SimulationResult least = Simulator.minimised(failure);
        out.println(least.trace());
    }
}
