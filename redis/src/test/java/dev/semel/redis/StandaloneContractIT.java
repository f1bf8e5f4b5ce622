/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import dev.semel.CellId;
import dev.semel.spi.IdempotencyStore;
import dev.semel.testkit.SharedIdempotencyStoreContract;
import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;

class StandaloneContractIT extends SharedIdempotencyStoreContract {
    private static final RedisOptions OPTIONS = RedisOptions.DEFAULTS.withNamespace("contract-standalone");

    private static final RedisProcess SERVER = RedisProcess.start();
    private static final RedisClient CLIENT = Clients.of(SERVER);

    private final Opened opened = new Opened();
    private final IdempotencyStore store = opened.add(RedisIdempotencyStore.open(CLIENT, OPTIONS));

    @AfterAll
    static void stop() {
        CLIENT.shutdown();
        SERVER.close();
    }

    @AfterEach
    void close() {
        opened.close();
        SERVER.ask(commands -> commands.flushall());
    }

    @Override
    protected IdempotencyStore store() {
        return store;
    }

    @Override
    protected void letPass(Duration time) {
        new Ageing(List.of(SERVER), OPTIONS.namespace(), true).letPass(time);
    }

    @Override
    protected boolean dropsExpired() {
        return true;
    }

    @Override
    protected boolean isStored(CellId cellId) {
        return stored().isThere(cellId);
    }

    @Override
    protected Optional<IdempotencyStore> secondNode() {
        return Optional.of(opened.on(SERVER, OPTIONS));
    }

    @Override
    protected Optional<IdempotencyStore> restarted() {
        SERVER.kill();
        SERVER.restart();
        return Optional.of(opened.on(SERVER, OPTIONS));
    }

    @Override
    protected boolean plantResult(CellId cellId, byte[] encoded) {
        return stored().plantResult(cellId, encoded);
    }

    @Override
    protected Optional<IdempotencyStore> unreachable() {
        RedisProcess other = RedisProcess.start();
        IdempotencyStore unreachable = opened.onceOn(other, OPTIONS);
        other.kill();
        return Optional.of(unreachable);
    }

    private static Stored stored() {
        return new Stored(List.of(SERVER), new Keys(OPTIONS.namespace()));
    }
}
