/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.CellId;
import dev.semel.spi.UnreadableRecordException;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That what cannot be read is never taken for absent (promise I22). */
class UnreadableRecordsIT {
    private static final RedisProcess SERVER = RedisProcess.start();
    private static final byte[] HEADER = {'h'};
    private static final byte[] FINGERPRINT = {'f'};

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    static Stream<BiConsumer<RedisCommands<byte[], byte[]>, byte[]>> damages() {
        return Stream.of(
                (commands, key) -> commands.hset(key, HEADER, newer(commands.hget(key, HEADER))),
                (commands, key) -> commands.hset(key, HEADER, new byte[0]),
                (commands, key) -> commands.hset(key, HEADER, "short".getBytes(StandardCharsets.US_ASCII)),
                (commands, key) -> commands.hdel(key, HEADER),
                (commands, key) -> commands.hdel(key, FINGERPRINT),
                (commands, key) -> commands.set(key, HEADER));
    }

    private static byte[] newer(byte[] header) {
        header[0] = 2;
        return header;
    }

    @ParameterizedTest
    @MethodSource("damages")
    void nothingIsGrantedOrFound(BiConsumer<RedisCommands<byte[], byte[]>, byte[]> damage) {
        CellId cell = Requests.cell();
        try (Opened opened = new Opened()) {
            RedisIdempotencyStore store = opened.on(SERVER, RedisOptions.DEFAULTS);
            store.claim(Requests.of(cell));
            new Stored(List.of(SERVER), new Keys(RedisOptions.DEFAULTS.namespace())).of(cell, (commands, key) -> {
                damage.accept(commands, key);
                return true;
            });

            assertThatThrownBy(() -> store.claim(Requests.of(cell))).isInstanceOf(UnreadableRecordException.class);
            assertThatThrownBy(() -> store.find(cell)).isInstanceOf(UnreadableRecordException.class);
        }
    }
}
