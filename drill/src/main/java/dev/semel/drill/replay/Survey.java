/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.replay;

import dev.semel.drill.DrillException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/**
 * What a replay would send; nothing has been sent yet.
 *
 * @param mutations that will be replayed
 * @param requests that they make, without those that are told to come again later
 * @param span from the first to the last of them, as recorded
 * @param contents endpoints, hosts and what is left out
 */
public record Survey(long mutations, long requests, Duration span, Contents contents) {
    /**
     * What a recording holds.
     *
     * @param endpoints how many there are, at most as many as a report lists
     * @param hosts where the recording was made, in lower case; none for a log, which does not say
     * @param leftOut why mutations are not replayed
     */
    public record Contents(int endpoints, Set<String> hosts, LeftOut leftOut) {
        /**
         * Copies.
         *
         * @param endpoints as above
         * @param hosts as above
         * @param leftOut as above
         */
        public Contents {
            hosts = Set.copyOf(hosts);
        }
    }

    /**
     * One line for those who watch.
     *
     * @param plan of which this is the survey
     * @return how much goes where
     */
    public String statement(ReplayPlan plan) {
        double factor = plan.sending().pace().factor();
        double seconds = span.toMillis() / 1000.0 / factor;
        return String.format(
                Locale.ROOT,
                "%s of %s in %s go to %s as %d requests%s%s",
                counted(mutations, "mutation"),
                counted(contents.endpoints(), "endpoint"),
                plan.recording().file(),
                plan.target(),
                requests,
                Double.isInfinite(factor)
                        ? ", as fast as it answers"
                        : String.format(Locale.ROOT, " over %.0f s", seconds),
                contents.leftOut().total() == 0
                        ? ""
                        : "; left out: " + contents.leftOut().total());
    }

    private static String counted(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    /** Refuses the host that was recorded: it may be the one with the customers. */
    void check(ReplayPlan plan) {
        String host = plan.target().host().toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
        boolean local = host.matches("localhost|127\\..*|\\[::1\\]");
        boolean recorded = contents.hosts().stream()
                .anyMatch(each -> each.replaceFirst("\\.$", "").equals(host));
        if (recorded && !local && !plan.sending().sameHost()) {
            throw new DrillException("the recording was made at " + host
                    + ", which would take effect again; give another URL, or --same-host if you mean it");
        }
    }

    static void read(Recording recording, Recorded.Visitor visitor) throws InterruptedException {
        try (InputStream in = Files.newInputStream(recording.file())) {
            if (recording instanceof Recording.AccessLog log) {
                LogReader.read(in, log, visitor);
            } else {
                HarReader.read(in, recording.file().toString(), visitor);
            }
        } catch (IOException e) {
            throw new DrillException("cannot read " + recording.file());
        }
    }
}
