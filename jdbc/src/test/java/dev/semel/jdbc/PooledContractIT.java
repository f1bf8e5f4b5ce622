/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import dev.semel.CellId;
import dev.semel.spi.IdempotencyStore;
import dev.semel.testkit.SharedIdempotencyStoreContract;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;

/** The contract behind a pooler in transaction mode with two server connections. */
class PooledContractIT extends SharedIdempotencyStoreContract {
    private static final int CLIENTS = 16;

    private static final TransactionPooler POOLER = new TransactionPooler(2);
    private static final SmallPool ONE_NODE = new SmallPool(POOLER.dataSource(), CLIENTS);
    private static final SmallPool OTHER_NODE = new SmallPool(POOLER.dataSource(), CLIENTS);

    private final ContractSchema schema = ContractSchema.of("contract_pooled");
    private final IdempotencyStore store = open(ONE_NODE);

    @AfterAll
    static void stop() throws IOException, SQLException {
        ONE_NODE.close();
        OTHER_NODE.close();
        POOLER.close();
    }

    private IdempotencyStore open(SmallPool pool) {
        return JdbcIdempotencyStore.open(pool, schema.options());
    }

    @Override
    protected IdempotencyStore store() {
        return store;
    }

    @Override
    protected void letPass(Duration time) {
        schema.letPass(time);
    }

    @Override
    protected boolean canTurnBack() {
        return true;
    }

    @Override
    protected int rounds() {
        return 5;
    }

    @Override
    protected Optional<IdempotencyStore> secondNode() {
        return Optional.of(open(OTHER_NODE));
    }

    @Override
    protected Optional<IdempotencyStore> restarted() {
        return Optional.of(open(OTHER_NODE));
    }

    @Override
    protected boolean plantResult(CellId cellId, byte[] encoded) {
        return schema.plantResult(cellId, encoded);
    }

    @Override
    protected Optional<IdempotencyStore> unreachable() {
        UnreachableLater source = new UnreachableLater(ONE_NODE);
        IdempotencyStore unreachable = JdbcIdempotencyStore.open(source, schema.options());
        source.goAway();
        return Optional.of(unreachable);
    }
}
