/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/** Runs the simulator from the command line: {@code ./semel simulate}. */
public final class Simulate {
    private static final String HELP =
            """
            Usage: ./semel simulate [--histories N] [--from S] [--threads N]
                   ./semel simulate --seed S [--without FAULT,...]

            Drives the once-only protocol through simulated histories full of faults and checks every promise.

              --histories N    how many to run, default 200000
              --from S         the seed of the first one, default 0; the next ones count on from there
              --threads N      default: one per processor
              --seed S         run this one history and print it, event by event
              --without F,F    switch faults of that history off: %s

            Exit code: 0 all promises kept, 1 one was broken (the line of a failing seed says how to replay it),
            2 the options are wrong.
            """
                    .formatted(SimulateOptions.faultNames());
    private static final long PROGRESS_EVERY = 100_000;

    private final PrintStream out;

    private Simulate(PrintStream out) {
        this.out = out;
    }

    /**
     * Runs, and exits with 0 if all promises were kept, 1 if one was broken, 2 if the options are wrong.
     *
     * @param args the options; {@code --help} tells them
     * @throws InterruptedException if interrupted
     */
    public static void main(String[] args) throws InterruptedException {
        System.exit(run(args, System.out, System.err));
    }

    static int run(String[] args, PrintStream out, PrintStream err) throws InterruptedException {
        if (Arrays.asList(args).contains("--help") || Arrays.asList(args).contains("-h")) {
            out.print(HELP);
            return 0;
        }
        SimulateOptions options;
        try {
            options = SimulateOptions.parse(args);
        } catch (IllegalArgumentException e) {
            err.println("semel: " + e.getMessage() + " (see ./semel simulate --help)");
            return 2;
        }
        Simulate simulate = new Simulate(out);
        return options.isOne() ? simulate.one(options) : simulate.many(options);
    }

    private int one(SimulateOptions options) {
        SimulationResult result = Simulator.run(options.number("--seed", 0), options.without());
        out.print(result.trace());
        return result.isClean() ? 0 : 1;
    }

    private int many(SimulateOptions options) throws InterruptedException {
        long from = options.number("--from", 0);
        long histories = options.histories();
        AtomicLong told = new AtomicLong(PROGRESS_EVERY);
        Campaign.Report report = Campaign.run(from, histories, options.threads(), done -> {
            long next = told.get();
            if (done >= next && told.compareAndSet(next, next + PROGRESS_EVERY)) {
                out.println(done + " of " + histories);
            }
        });
        report.failures().forEach(this::show);
        out.println("SEMEL_SIM_SITUATIONS " + report.situations());
        out.println(report.line() + " from=" + from + " to=" + (from + histories - 1));
        return report.violating() == 0 ? 0 : 1;
    }

    private void show(SimulationResult failure) {
        SimulationResult least = Simulator.minimised(failure);
        out.println(least.trace());
    }
}
