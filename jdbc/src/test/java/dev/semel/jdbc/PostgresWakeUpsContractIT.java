/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import dev.semel.spi.IdempotencyStore;
import dev.semel.spi.WakeUps;
import dev.semel.testkit.WakeUpsContract;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

class PostgresWakeUpsContractIT extends WakeUpsContract {
    private final List<PostgresWakeUps> opened = new ArrayList<>();

    @Override
    protected WakeUps node() {
        PostgresWakeUps node = PostgresWakeUps.open(TestServer.dataSource());
        opened.add(node);
        return node;
    }

    @Override
    protected IdempotencyStore store() {
        return JdbcIdempotencyStore.open(TestServer.dataSource());
    }

    @AfterEach
    void close() {
        opened.forEach(PostgresWakeUps::close);
    }
}
