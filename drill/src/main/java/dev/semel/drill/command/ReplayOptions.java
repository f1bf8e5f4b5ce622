/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.command;

import dev.semel.drill.DrillException;
import dev.semel.drill.Target;
import dev.semel.drill.replay.EffectCounter;
import dev.semel.drill.replay.Recording;
import dev.semel.drill.replay.ReplayPlan;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a replay, as a group that is there when {@code --replay} is. */
final class ReplayOptions {
    @Option(
            names = "--replay",
            paramLabel = "FILE",
            required = true,
            description =
                    "instead of the rows, sends the mutations of a HAR 1.2 file or combined access log, with duplicates")
    private String file = "";

    @Option(names = "--bodies", paramLabel = "DIR", description = "of a log: the body of line 12 in 000012.body")
    private @Nullable String bodies;

    @Option(
            names = "--speed",
            paramLabel = "FACTOR",
            description = "10 is ten times faster; or max; default: as recorded")
    private String speed = "1";

    @Option(names = "--key-header", paramLabel = "NAME", description = "default: Idempotency-Key")
    private String keyHeader = "Idempotency-Key";

    @Option(names = "--no-keys", description = "send requests that were recorded without a key without one")
    private boolean noKeys;

    @Option(names = "--keep-credentials", description = "send the recorded Authorization and Cookie")
    private boolean keepCredentials;

    @Option(names = "--same-host", description = "allow a URL whose host is one of the recording's")
    private boolean sameHost;

    @Option(names = "--dry-run", description = "list what would be sent, and send nothing")
    private boolean dryRun;

    @Option(names = "--count", paramLabel = "URL", description = "JSON that tells how often something took effect")
    private @Nullable String count;

    @Option(
            names = "--count-pointer",
            paramLabel = "POINTER",
            description = "to a number, array or object in it, such as /total; default: all of it")
    private @Nullable String countPointer;

    boolean isDry() {
        return dryRun;
    }

    ReplayPlan plan(Target target, Optional<String> token, Optional<Duration> limit) {
        if (countPointer != null && count == null) {
            throw new DrillException("--count-pointer needs --count");
        }
        ReplayPlan.Pace pace = new ReplayPlan.Pace(ReplayPlan.Pace.parse(speed).factor(), limit);
        ReplayPlan plan = ReplayPlan.of(target, Recording.of(file, Optional.ofNullable(bodies)))
                .withSending(new ReplayPlan.Sending(
                        new ReplayPlan.Keys(keyHeader, !noKeys),
                        pace,
                        new ReplayPlan.Credentials(keepCredentials, token),
                        sameHost));
        return count == null
                ? plan
                : plan.withCounter(EffectCounter.parse(count, target, countPointer == null ? "" : countPointer));
    }
}
