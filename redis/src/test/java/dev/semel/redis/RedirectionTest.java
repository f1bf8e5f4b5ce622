/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisCommandExecutionException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectionTest {
    private static Optional<Redirection> in(String error) {
        return Redirection.in(new RedisCommandExecutionException(error), "asked.example");
    }

    @ParameterizedTest
    @CsvSource({
        "MOVED 3999 10.0.0.7:6379, 10.0.0.7, 6379, false",
        "ASK 3999 redis-7.example:6380, redis-7.example, 6380, true",
        "MOVED 1 2001:db8::7:6379, 2001:db8::7, 6379, false",
        "MOVED 1 :6379, asked.example, 6379, false"
    })
    void namesTheServerToAskInstead(String error, String host, int port, boolean once) {
        assertThat(in(error)).contains(new Redirection(host, port, once));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"MOVED", "MOVED 1 nowhere", "MOVED 1 here:", "MOVED 1 here:999999", "MOVEDON 1 here:1", "OOM"})
    void takesNothingElseForOne(String error) {
        assertThat(in(error)).isEmpty();
    }

    @Test
    void anErrorWithoutTextIsNone() {
        assertThat(Redirection.in(new IllegalStateException(), "asked.example")).isEmpty();
    }
}
