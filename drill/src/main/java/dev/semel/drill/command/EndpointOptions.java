/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.command;

import dev.semel.drill.DrillException;
import dev.semel.drill.endpoint.Endpoint;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of a drill of one described endpoint. */
final class EndpointOptions {
    @Option(
            names = "--endpoint",
            paramLabel = "FILE",
            description =
                    "drill the endpoint that this YAML file describes, instead of the rows; it really takes effect")
    private @Nullable String file;

    @Option(names = "--endpoint-example", description = "print such a file, with everything explained, and stop")
    private boolean example;

    boolean isExampleWanted() {
        return example;
    }

    /** Rows are of a service with the fixture's routes; a described endpoint has drills of its own. */
    void checkBeside(boolean choosesRows, boolean replays) {
        if (file != null && choosesRows) {
            throw new DrillException("--rows and --level choose among rows, which --endpoint does not run");
        }
        if (file != null && replays) {
            throw new DrillException("--endpoint and --replay are two drills; run one after the other");
        }
    }

    /** Read when it is asked for, before anything is sent. */
    Optional<Endpoint> endpoint() {
        return Optional.ofNullable(file).map(Endpoint::read);
    }
}
