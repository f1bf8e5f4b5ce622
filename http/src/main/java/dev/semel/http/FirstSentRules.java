/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What becomes of a request that tells when its client sent it for the first time (OASIS Repeatable Requests 1.0). One
 * whose record may have expired is refused and not silently executed again.
 *
 * <p>The time is the client's and is compared with this node's clock; neither is the store's, which decides when a record
 * expires. So a request is refused when the retention less the tolerance has passed, and one from further ahead than the
 * tolerance is refused too: as long as the three clocks differ by less than the tolerance, no expired record is taken for
 * none. A refusal that the clocks are to blame for executes nothing.
 *
 * @param headerName the header field, with an IMF-fixdate such as {@code Sun, 06 Nov 1994 08:49:37 GMT}
 * @param required whether a request with a key and without this field is refused
 * @param tolerance by how much clocks may differ; shorter than the retention of the operation
 */
public record FirstSentRules(String headerName, boolean required, Duration tolerance) {
    /** The header field of OASIS Repeatable Requests. */
    public static final String STANDARD_HEADER = "Repeatability-First-Sent";

    private static final Duration STANDARD_TOLERANCE = Duration.ofMinutes(5);

    /**
     * Checks the parts.
     *
     * @param headerName as above
     * @param required as above
     * @param tolerance as above
     * @throws IllegalArgumentException if the name is no field name, or the tolerance is negative
     */
    public FirstSentRules {
        Objects.requireNonNull(tolerance, "tolerance");
        if (!HeaderField.isName(headerName)) {
            throw new IllegalArgumentException("The name of a header field is a token; got " + headerName + ".");
        }
        if (tolerance.isNegative()) {
            throw new IllegalArgumentException("By how much clocks may differ is not negative; got " + tolerance + ".");
        }
    }

    /**
     * {@value #STANDARD_HEADER}, not required, five minutes.
     *
     * @return the default rules
     */
    public static FirstSentRules standard() {
        return new FirstSentRules(STANDARD_HEADER, false, STANDARD_TOLERANCE);
    }

    /**
     * These rules for requests that must have the field.
     *
     * @return new rules
     */
    public FirstSentRules asRequired() {
        return new FirstSentRules(headerName, true, tolerance);
    }

    /**
     * Tells why a request is refused.
     *
     * @param lines the raw lines of the field, one element a line; empty if it was not sent
     * @param now this node's time
     * @param retention how long records of the operation live
     * @return the problem; empty if the request may go on
     */
    Optional<Problem> refusal(List<String> lines, Instant now, Duration retention) {
        if (lines.isEmpty()) {
            return required ? invalid("The header field " + headerName + " is missing.") : Optional.empty();
        }
        Optional<Instant> sent = lines.size() == 1 ? HttpDate.parse(lines.get(0).strip()) : Optional.empty();
        if (sent.isEmpty()) {
            return invalid("The header field " + headerName + " is not one HTTP date.");
        }
        if (sent.get().isAfter(now.plus(tolerance))) {
            return invalid("The time in " + headerName + " is in the future.");
        }
        return sent.get().isBefore(now.minus(retention).plus(tolerance))
                ? Optional.of(Problem.of(ProblemType.EXPIRED_KEY))
                : Optional.empty();
    }

    private static Optional<Problem> invalid(String reason) {
        ProblemType type = ProblemType.INVALID_FIRST_SENT;
        return Optional.of(Problem.of(type).withDetail(reason + " " + type.detail()));
    }
}
