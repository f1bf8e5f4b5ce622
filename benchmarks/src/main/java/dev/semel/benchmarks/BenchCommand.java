/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of {@code semel bench}. */
@Command(
        name = "semel bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures what Semel costs, as ratios to bare work in one run, on servers that it starts.")
final class BenchCommand implements Callable<Integer> {
    private static final List<Figure> ALL = List.of(new FirstExecutions(), new Replays(), new Herd(), new OnRedis());

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    @Option(names = "--only", paramLabel = "ID", split = ",", description = "which figures, such as P1,P4; default all")
    private List<String> only = List.of();

    @Option(names = "--rounds", description = "how often each side has the machine, default ${DEFAULT-VALUE}")
    private int rounds = 5;

    @Option(names = "--seconds", description = "how long at a time, default ${DEFAULT-VALUE}")
    private int seconds = 5;

    @Option(
            names = "--write",
            paramLabel = "FILE",
            description = "the page whose table is to be renewed, such as docs/performance.md")
    private @Nullable Path page;

    @Override
    public Integer call() throws InterruptedException, IOException {
        if (rounds < 1 || seconds < 1) {
            throw new BenchException("--rounds and --seconds are at least 1");
        }
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Extent extent = new Extent(1, Duration.ofSeconds(seconds), rounds);
        List<Measurement> all = new ArrayList<>();
        for (Figure figure : chosen()) {
            figure.measure(extent, (round, of, side) -> {
                        err.println(figure.id() + ": " + (round == 0 ? "warming up" : "round " + round + " of " + of)
                                + ", " + side);
                        err.flush();
                    })
                    .forEach(measured -> {
                        all.add(measured);
                        out.println(measured.line());
                        out.flush();
                    });
        }
        if (page != null) {
            PerformancePage.renew(page, all, extent);
        }
        return 0;
    }

    private List<Figure> chosen() {
        if (only.isEmpty()) {
            return ALL;
        }
        Set<String> known = new TreeSet<>();
        ALL.forEach(figure -> known.addAll(ids(figure)));
        only.stream().filter(id -> !known.contains(id)).findFirst().ifPresent(id -> {
            throw new BenchException("there is no figure " + id + "; there are " + String.join(", ", known));
        });
        return ALL.stream()
                .filter(figure -> ids(figure).stream().anyMatch(only::contains))
                .toList();
    }

    private static List<String> ids(Figure figure) {
        return Arrays.asList(figure.id().split(",", -1));
    }
}
