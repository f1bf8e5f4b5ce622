/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.command;

import dev.semel.drill.DrillException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** The command line {@code semel drill}. */
public final class Main {
    private static final int REFUSED = 2;

    private Main() {}

    /**
     * Drills a service and ends the JVM: 0, 1 if a row of level M or S failed, 2 for what cannot be done.
     *
     * @param args as given by the user
     */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** The command line with one clear line, and no stack trace, for every failure that a user can mend. */
    static CommandLine commandLine() {
        return new CommandLine(new DrillCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(
                        (failure, args) -> tell(failure.getCommandLine(), failure.getMessage() + " (see --help)"))
                .setExecutionExceptionHandler((failure, command, result) -> {
                    if (failure instanceof DrillException) {
                        return tell(command, failure.getMessage());
                    }
                    throw failure;
                });
    }

    private static int tell(CommandLine command, @Nullable String message) {
        PrintWriter err = command.getErr();
        err.println("semel: " + message);
        err.flush();
        return REFUSED;
    }
}
