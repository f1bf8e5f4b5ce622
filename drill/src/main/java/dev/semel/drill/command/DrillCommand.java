/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.command;

import dev.semel.drill.Catalogue;
import dev.semel.drill.Drill;
import dev.semel.drill.DrillException;
import dev.semel.drill.DrillPlan;
import dev.semel.drill.DrillReport;
import dev.semel.drill.Progress;
import dev.semel.drill.ReportFormat;
import dev.semel.drill.Row;
import dev.semel.drill.Target;
import dev.semel.drill.endpoint.Endpoint;
import dev.semel.drill.endpoint.EndpointDrill;
import dev.semel.drill.replay.ReplayPlan;
import dev.semel.drill.replay.ReplayReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code drill}: one report about one service. */
@Command(
        name = "semel drill",
        description = "Tells how far an HTTP service keeps to the rules for idempotency keys.",
        footer =
                "Exit code: 0, 1 if a row of level M or S failed or an endpoint took effect twice, 2 for what cannot be done.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true)
final class DrillCommand implements Callable<Integer> {
    @Parameters(paramLabel = "URL", arity = "0..1", description = "of the service, such as http://localhost:8090")
    private String url = "";

    @Option(names = "--format", description = "${COMPLETION-CANDIDATES}, default ${DEFAULT-VALUE}")
    private ReportFormat format = ReportFormat.TEXT;

    @Option(names = "--out", paramLabel = "FILE", description = "where to write the report; default: standard output")
    private @Nullable String out;

    @Option(names = "--rows", paramLabel = "ROWS", description = "only these rows, such as 1-31,50")
    private @Nullable String rows;

    @Option(names = "--level", paramLabel = "LEVELS", description = "only rows of these levels, such as M,S")
    private @Nullable String levels;

    @Mixin
    private EndpointOptions endpoint = new EndpointOptions();

    @Option(names = "--peer", paramLabel = "URL", description = "a second node of the same service")
    private @Nullable String peer;

    @Option(names = "--token", paramLabel = "TOKEN", description = "bearer token of the caller; default: none")
    private @Nullable String token;

    @Option(
            names = "--faults",
            description = "use the fault controls of the service, if it has them (semel fixture --help lists them):"
                    + " stop its store, move its clock, abandon what runs. Only for a service that nobody else uses")
    private boolean faults;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "of the whole drill, such as 90s or 2m; default ${DEFAULT-VALUE}")
    private String timeout = "60s";

    @ArgGroup(exclusive = false, heading = "%nReplay of recorded traffic:%n")
    private @Nullable ReplayOptions replay;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (endpoint.isExampleWanted()) {
            print(Endpoint.example());
            return 0;
        }
        endpoint.checkBeside(rows != null || levels != null, replay != null);
        if (replay != null) {
            return replayed(replay);
        }
        DrillPlan plan = plan();
        if (out != null) {
            tryToWrite(out);
        }
        DrillReport report = drill(plan);
        write(to -> format.write(report, to));
        return report.isConformant() ? 0 : 1;
    }

    private int replayed(ReplayOptions options) throws InterruptedException {
        CommandSpec own = Objects.requireNonNull(spec, "spec");
        Stream.of("--rows", "--level", "--peer")
                .filter(own.commandLine().getParseResult()::hasMatchedOption)
                .findFirst()
                .ifPresent(name -> {
                    throw new DrillException(name + " is of no use with --replay");
                });
        // a recording lasts as long as it lasts: only a limit that was asked for ends it
        boolean limited = own.commandLine().getParseResult().hasMatchedOption("--timeout");
        ReplayPlan plan = options.plan(
                target(),
                Optional.ofNullable(token).map(DrillCommand::token),
                limited ? Optional.of(time(timeout)) : Optional.empty());
        ReplayCall call = new ReplayCall(plan, own.commandLine().getErr());
        if (options.isDry()) {
            call.list(own.commandLine().getOut());
            return 0;
        }
        if (out != null) {
            tryToWrite(out);
        }
        ReplayReport report = call.run();
        write(to -> report.write(format, to));
        return ReplayCall.code(report);
    }

    private DrillReport drill(DrillPlan plan) throws InterruptedException {
        Optional<Endpoint> described = endpoint.endpoint();
        try (ProgressBar bar = ProgressBar.onTerminal()) {
            Progress progress = (result, done, all) -> bar.show(done, all);
            return described.isPresent()
                    ? EndpointDrill.run(plan, described.get(), progress)
                    : Drill.run(plan, progress);
        }
    }

    private Target target() {
        if (url.isEmpty()) {
            throw new DrillException("give the URL of the service, such as http://localhost:8090 (see --help)");
        }
        return Target.parse(url);
    }

    private DrillPlan plan() {
        List<Row> chosen = RowChoice.choose(Catalogue.standard(), rows, levels);
        DrillPlan plan = DrillPlan.of(target()).withExtent(new DrillPlan.Extent(chosen, time(timeout)));
        if (peer != null) {
            plan = plan.withPeer(Target.parse(peer));
        }
        if (faults) {
            plan = plan.withFaults();
        }
        return token == null ? plan : plan.withToken(token(token));
    }

    /** A token goes into a header line, where a line end would begin another one. */
    private static String token(String text) {
        if (!text.matches("[\\x21-\\x7e]+")) {
            throw new DrillException("--token must be visible ASCII characters without spaces");
        }
        return text;
    }

    private static Duration time(String text) {
        if (!text.matches("[1-9][0-9]{0,4}[sm]")) {
            throw new DrillException("--timeout '" + text + "' is not a time such as 90s or 2m");
        }
        long number = Long.parseLong(text.substring(0, text.length() - 1));
        return text.endsWith("s") ? Duration.ofSeconds(number) : Duration.ofMinutes(number);
    }

    /** Before the drill, so that nobody waits a minute to hear that it cannot be; what the file holds stays. */
    private static void tryToWrite(String file) {
        try {
            Files.newOutputStream(Path.of(file), StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                    .close();
        } catch (IOException | InvalidPathException e) {
            throw cannotWrite(file, e);
        }
    }

    private static DrillException cannotWrite(String file, Exception e) {
        return new DrillException("cannot write " + file + ": " + reason(e));
    }

    private static String reason(Exception e) {
        return e.getClass()
                .getSimpleName()
                .replaceAll("(Exception)$", "")
                .replaceAll("([a-z])([A-Z])", "$1 $2")
                .toLowerCase(Locale.ROOT);
    }

    @FunctionalInterface
    private interface Report {
        void write(Writer to) throws IOException;
    }

    private void write(Report report) {
        if (out == null) {
            print(report);
            return;
        }
        try (Writer file = Files.newBufferedWriter(Path.of(out), StandardCharsets.UTF_8)) {
            report.write(file);
        } catch (IOException e) {
            throw cannotWrite(out, e);
        }
    }

    private PrintWriter standard() {
        return Objects.requireNonNull(spec, "spec").commandLine().getOut();
    }

    private void print(String text) {
        standard().print(text);
        standard().flush();
    }

    private void print(Report report) {
        try {
            report.write(standard());
        } catch (IOException e) {
            throw cannotWrite("to standard output", e);
        }
    }
}
