/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.client.spi.AnswerView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("1994-11-06T08:49:30Z");
    private static final Duration CAP = Duration.ofSeconds(30);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | 1",
                "30 | 30",
                "31 | 30",
                "99999999 | 30",
                "99999999999999999999999 | 30",
                "Sun, 06 Nov 1994 08:49:37 GMT | 7",
                "Sun Nov  6 08:49:37 1994 | 7",
                "Sat, 06 Nov 2094 08:49:37 GMT | 30",
                "Saturday, 06-Nov-94 08:49:37 GMT | 30",
            })
    void rowC04_readsSecondsAndDatesWithinTheCap(String value, long seconds) {
        assertThat(RetryAfter.of(answer(Map.of("Retry-After", value)), NOW, CAP))
                .contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "+5", "1.5", "soon", "5, 6", "Sun, 06 Nov 1994 08:49:29 GMT", "Sun, 06 Nov"})
    void rowC10_takesNothingFromWhatMakesNoSense(String value) {
        assertThat(RetryAfter.of(answer(Map.of("Retry-After", value)), NOW, CAP))
                .isEqualTo(Optional.empty());
    }

    @Test
    void rowC04_comparesADateWithTheServersOwnClock() {
        AnswerView answer =
                answer(Map.of("Retry-After", "Tue, 01 Jan 2030 00:00:09 GMT", "Date", "Tue, 01 Jan 2030 00:00:04 GMT"));

        assertThat(RetryAfter.of(answer, NOW, CAP)).contains(Duration.ofSeconds(5));
    }

    private static AnswerView answer(Map<String, String> headers) {
        return new AnswerView() {
            @Override
            public int status() {
                return 503;
            }

            @Override
            public List<String> header(String name) {
                return Optional.ofNullable(headers.get(name)).map(List::of).orElse(List.of());
            }

            @Override
            public byte[] peek(int limit) {
                return new byte[0];
            }
        };
    }
}
