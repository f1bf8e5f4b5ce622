/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client;

import dev.semel.client.spi.AnswerView;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code Retry-After} (RFC 9110, section 10.2.3): seconds, or a date in any of the three forms. */
final class RetryAfter {
    static final String HEADER = "Retry-After";

    private static final Pattern SECONDS = Pattern.compile("\\d+");
    private static final int DIGITS_OF_A_CENTURY = 10;
    private static final List<DateTimeFormatter> DATES = List.of(
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH),
            new DateTimeFormatterBuilder()
                    .appendPattern("EEEE, dd-MMM-")
                    .appendValueReduced(ChronoField.YEAR, 2, 2, 2000)
                    .appendPattern(" HH:mm:ss 'GMT'")
                    .toFormatter(Locale.ENGLISH),
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH));

    private RetryAfter() {}

    /** Gives the wait, at most {@code cap}; nothing if the field is absent, unreadable, zero or in the past. */
    static Optional<Duration> of(AnswerView answer, Instant now, Duration cap) {
        String value = String.join(",", answer.header(HEADER)).strip();
        Optional<Duration> wanted = SECONDS.matcher(value).matches()
                ? Optional.of(seconds(value))
                : date(value).map(until -> Duration.between(sentAt(answer, now), until));
        return wanted.filter(wait -> !wait.isZero() && !wait.isNegative())
                .map(wait -> wait.compareTo(cap) > 0 ? cap : wait);
    }

    /** Longer numbers are as good as never, and would overflow. */
    private static Duration seconds(String digits) {
        return digits.length() > DIGITS_OF_A_CENTURY
                ? Duration.ofSeconds(Long.MAX_VALUE)
                : Duration.ofSeconds(Long.parseLong(digits));
    }

    /** A date of the server is compared with the server's own clock where it tells the time. */
    private static Instant sentAt(AnswerView answer, Instant now) {
        return date(String.join(",", answer.header("Date")).strip()).orElse(now);
    }

    private static Optional<Instant> date(String value) {
        for (DateTimeFormatter form : DATES) {
            try {
                return Optional.of(LocalDateTime.parse(value, form).toInstant(ZoneOffset.UTC));
            } catch (DateTimeException e) {
                // not this form
            }
        }
        return Optional.empty();
    }
}
