/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import dev.semel.CellId;
import dev.semel.spi.IdempotencyStore;
import dev.semel.testkit.SharedIdempotencyStoreContract;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;

/** The leased store's contract in one of the databases. */
abstract class LeasedContract extends SharedIdempotencyStoreContract {
    private final ContractSchema schema;
    private final IdempotencyStore store;

    LeasedContract(ContractSchema.Product product) {
        this.schema = new ContractSchema("contract_leased", product);
        this.store = open(schema.dataSource());
    }

    IdempotencyStore open(DataSource dataSource, JdbcOptions options) {
        return JdbcIdempotencyStore.open(dataSource, options);
    }

    private IdempotencyStore open(DataSource dataSource) {
        return open(dataSource, schema.options());
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
    protected int rounds() {
        return schema.product().rounds();
    }

    @Override
    protected boolean canTurnBack() {
        return true;
    }

    @Override
    protected Optional<IdempotencyStore> secondNode() {
        return Optional.of(open(schema.otherNode()));
    }

    @Override
    protected Optional<IdempotencyStore> restarted() {
        return Optional.of(open(schema.otherNode()));
    }

    @Override
    protected boolean plantResult(CellId cellId, byte[] encoded) {
        return schema.plantResult(cellId, encoded);
    }

    @Override
    protected Optional<IdempotencyStore> unreachable() {
        UnreachableLater source = new UnreachableLater(schema.dataSource());
        IdempotencyStore unreachable = open(source);
        source.goAway();
        return Optional.of(unreachable);
    }
}
