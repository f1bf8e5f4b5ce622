/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import dev.semel.spi.IdempotencyStore;
import dev.semel.spi.WakeUps;
import dev.semel.testkit.WakeUpsContract;
import io.lettuce.core.RedisClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;

class StandaloneWakeUpsContractIT extends WakeUpsContract {
    private static final RedisProcess SERVER = RedisProcess.startFor(ServerFolder.ACL_WITH_WAKE_UPS);
    private static final RedisClient CLIENT = Clients.of(SERVER);

    private final Opened opened = new Opened();

    @AfterAll
    static void stop() {
        CLIENT.shutdown();
        SERVER.close();
    }

    @AfterEach
    void close() {
        opened.close();
    }

    @Override
    protected WakeUps node() {
        return opened.add(RedisWakeUps.open(CLIENT));
    }

    @Override
    protected IdempotencyStore store() {
        return opened.add(RedisIdempotencyStore.open(CLIENT));
    }
}
