/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.replay;

import dev.semel.drill.ReportFormat;
import dev.semel.drill.Target;
import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What a replay found out.
 *
 * @param target where it was sent
 * @param course when, and how it ended
 * @param endpoints the worst first
 * @param rest what else is to be told
 */
public record ReplayReport(Target target, Course course, List<EndpointResult> endpoints, Rest rest) {
    /**
     * When, and how it ended.
     *
     * @param started when, by this machine's clock
     * @param took how long
     * @param serverGone whether it stopped because nothing listened any more
     */
    public record Course(Instant started, Duration took, boolean serverGone) {}

    /**
     * What else is to be told.
     *
     * @param leftOut what was not replayed
     * @param moments of the first mutations, up to some thousand
     */
    public record Rest(LeftOut leftOut, List<EndpointResult.Moment> moments) {
        /**
         * Copies.
         *
         * @param leftOut as above
         * @param moments as above
         */
        public Rest {
            moments = List.copyOf(moments);
        }
    }

    /**
     * Copies.
     *
     * @param target as above
     * @param course as above
     * @param endpoints as above
     * @param rest as above
     */
    public ReplayReport {
        endpoints = List.copyOf(endpoints);
    }

    /**
     * Chooses endpoints.
     *
     * @param effect their verdict
     * @return those with it
     */
    public List<EndpointResult> with(Effect effect) {
        return endpoints.stream().filter(each -> each.effect() == effect).toList();
    }

    /**
     * Writes it and flushes.
     *
     * @param format how
     * @param out where to; stays open
     * @throws IOException if it cannot be written
     */
    public void write(ReportFormat format, Writer out) throws IOException {
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(out, "out");
        switch (format) {
            case TEXT -> ReplayText.write(this, out);
            case JSON -> ReplayJson.write(this, out);
            case JUNIT -> ReplayJunit.write(this, out);
            case HTML -> ReplayHtml.write(this, out);
        }
        out.flush();
    }
}
