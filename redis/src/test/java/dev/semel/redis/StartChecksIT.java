/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.spi.DurabilityClass;
import dev.semel.spi.StoreException;
import dev.semel.spi.StoreException.Certainty;
import io.lettuce.core.RedisClient;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What opening a store finds out about the server, and refuses. */
class StartChecksIT {
    private final Opened opened = new Opened();

    @AfterEach
    void close() {
        opened.close();
    }

    @ParameterizedTest
    @CsvSource({"yes, always, B", "yes, everysec, C", "yes, no, C", "no, always, D"})
    void theClassFollowsFromTheLog(String appendOnly, String appendFsync, DurabilityClass expected) {
        RedisProcess server = opened.add(RedisProcess.start("appendonly " + appendOnly, "appendfsync " + appendFsync));
        RedisIdempotencyStore store = opened.on(server, RedisOptions.DEFAULTS);

        assertThat(store.capabilities().durability()).isEqualTo(expected);
        assertThat(store.capabilities().name()).matches("(Redis|Valkey) \\d+\\.\\d+.*");
        assertThat(store.capabilities().shared()).isTrue();
        assertThat(store.capabilities().storeClock()).isTrue();
    }

    @Test
    void withoutConfigTheWeakestIsAssumed() {
        RedisProcess server = opened.add(RedisProcess.startFor(ServerFolder.ACL.replace("+config|get", "")));

        assertThat(opened.on(server, RedisOptions.DEFAULTS).capabilities().durability())
                .isEqualTo(DurabilityClass.C);
    }

    @ParameterizedTest
    @CsvSource({"allkeys-lru, 100mb, 1", "volatile-ttl, 100mb, 1", "noeviction, 100mb, 0", "allkeys-lru, 0, 0"})
    void evictionIsReportedInOneLineThatSaysWhatToSet(String policy, String memory, int lines) {
        RedisProcess server = opened.add(RedisProcess.start("maxmemory " + memory, "maxmemory-policy " + policy));
        List<String> told = toldBy(() -> opened.on(server, RedisOptions.DEFAULTS));

        assertThat(told)
                .filteredOn(line -> line.contains("maxmemory-policy " + policy))
                .hasSize(lines);
        assertThat(told)
                .filteredOn(line -> line.contains("Set maxmemory-policy noeviction"))
                .hasSize(lines);
    }

    @Test
    void aServerWithoutLogIsReportedInOneLineThatSaysWhatToSet() {
        RedisProcess server = opened.add(RedisProcess.start("appendonly no"));

        assertThat(toldBy(() -> opened.on(server, RedisOptions.DEFAULTS)))
                .filteredOn(line -> line.contains("Set appendonly yes"))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"+pexpireat", "+evalsha", "+set", "+time", "+info"})
    void aMissingPermissionIsToldAtTheStart(String permission) {
        RedisProcess server = opened.add(RedisProcess.startFor(ServerFolder.ACL.replace(permission + " ", "")));

        assertThatThrownBy(() -> opened.on(server, RedisOptions.DEFAULTS))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.certainty()).isEqualTo(Certainty.NOT_APPLIED))
                .hasMessageContaining("user");
    }

    @Test
    void aReplicaIsRefused() {
        RedisProcess server = opened.add(RedisProcess.start());
        RedisProcess replica = opened.add(RedisProcess.startReplica(server));

        assertThatThrownBy(() -> opened.on(replica, RedisOptions.DEFAULTS))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("is a replica");
    }

    @Test
    void aServerOfAClusterIsRefusedToAClientOfOneServer() {
        RedisProcess server = opened.add(RedisProcess.start("cluster-enabled yes"));

        assertThatThrownBy(() -> opened.on(server, RedisOptions.DEFAULTS))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("Open the store with a RedisClusterClient");
    }

    @Test
    void aServerThatIsNotThereIsToldInOneLine() {
        RedisProcess server = RedisProcess.start();
        server.close();

        assertRefused(Clients.of(server));
    }

    @Test
    void aWrongPasswordIsToldInOneLine() {
        RedisProcess server = opened.add(RedisProcess.start());

        assertRefused(Clients.of(RedisProcess.uri(server.port(), ServerFolder.USER, "a wrong one")));
    }

    private void assertRefused(RedisClient client) {
        opened.add(client::shutdown);
        assertThatThrownBy(() -> RedisIdempotencyStore.open(client)).isInstanceOfSatisfying(StoreException.class, e -> {
            assertThat(e.certainty()).isEqualTo(Certainty.NOT_APPLIED);
            assertThat(e.getMessage()).startsWith("Redis cannot be reached").doesNotContain("\n", "a wrong one");
        });
    }

    @Test
    void closingLeavesTheClientOpen() {
        RedisProcess server = opened.add(RedisProcess.start());
        RedisClient client = Clients.of(server);
        opened.add(client::shutdown);
        RedisIdempotencyStore.open(client).close();

        assertThat(RedisIdempotencyStore.open(client).capabilities().shared()).isTrue();
    }

    /** What the store's logger writes, which is to the error stream in tests. */
    private static List<String> toldBy(Runnable step) {
        PrintStream before = System.err;
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
        try {
            step.run();
        } finally {
            System.setErr(before);
        }
        return told.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
