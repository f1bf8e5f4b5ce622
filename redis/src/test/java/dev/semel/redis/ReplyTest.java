/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.spi.StoreException;
import dev.semel.spi.UnreadableRecordException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers that no script of the store gives, as of something else that calls itself Redis. */
class ReplyTest {
    private static final Request REQUEST =
            new Request(Script.CLAIM.plain(), Requests.cell(), new byte[][] {{'k'}, {'f'}});

    @Test
    void nothingIsUnknown() {
        Failing.assertUnknown(() -> Reply.to(REQUEST, null));
        Failing.assertUnknown(() -> Reply.to(REQUEST, List.of()));
        assertThatThrownBy(() -> Reply.to(REQUEST, List.of()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("proxy");
    }

    static Stream<List<@Nullable Object>> others() {
        return Stream.of(
                Arrays.asList((Object) null),
                List.of("OK"),
                List.of(0L),
                List.of(1L),
                List.of(1L, new byte[3]),
                List.of(0L, new byte[48]),
                List.of(0L, new byte[48], new byte[0]),
                List.of(0L, new byte[48], new byte[] {1, 2}, new byte[1]),
                List.of(7L, new byte[48]));
    }

    @ParameterizedTest
    @MethodSource("others")
    void anythingElseIsNoRecord(List<@Nullable Object> parts) {
        assertThatThrownBy(() -> Reply.to(REQUEST, parts).claim()).isInstanceOf(UnreadableRecordException.class);
    }
}
