/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.benchmarks;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** The command line {@code semel bench}. */
public final class Main {
    private Main() {}

    /**
     * Measures and ends the JVM: 1 if a measurement failed, 2 for a request that cannot be met. A goal that is missed is
     * no failure: it is printed.
     *
     * @param args as given by the user
     */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new BenchCommand())
                .setParameterExceptionHandler(
                        (failure, args) -> tell(failure.getCommandLine(), failure.getMessage() + " (see --help)", 2))
                .setExecutionExceptionHandler((failure, command, result) -> {
                    if (failure instanceof BenchException mendable) {
                        return tell(command, mendable.getMessage(), 1);
                    }
                    throw failure;
                });
    }

    private static int tell(CommandLine command, @Nullable String message, int exitCode) {
        PrintWriter err = command.getErr();
        err.println("semel: " + message);
        err.flush();
        return exitCode;
    }
}
