/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments;

import dev.semel.examples.payments.demo.DemoCommand;
import dev.semel.examples.payments.demo.DemoException;
import dev.semel.examples.payments.demo.ProviderCommand;
import dev.semel.examples.servers.ServerException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line {@code semel}; each subcommand is a class of its own. */
@Command(
        name = "semel",
        description = "A payment service that charges once, to try.",
        mixinStandardHelpOptions = true,
        subcommands = {DemoCommand.class, ProviderCommand.class})
public final class Main {

    private Main() {}

    /**
     * Runs the command and ends the JVM: 0 after a stop, 1 if the start failed, 2 for a request that cannot be met.
     *
     * @param args as given by the user
     */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** The command line with one clear line, and no stack trace, for every failure that a user can mend. */
    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setParameterExceptionHandler(
                        (failure, args) -> tell(failure.getCommandLine(), failure.getMessage() + " (see --help)", 2))
                .setExecutionExceptionHandler((failure, command, result) -> {
                    if (failure instanceof DemoException mendable) {
                        return tell(command, mendable.getMessage(), mendable.exitCode());
                    }
                    if (failure instanceof ServerException) {
                        return tell(command, failure.getMessage(), 1);
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
