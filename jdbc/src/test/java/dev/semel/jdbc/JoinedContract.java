/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import dev.semel.CellId;
import dev.semel.spi.IdempotencyStore;
import dev.semel.spi.JoinedIdempotencyStore;
import dev.semel.testkit.SharedJoinedIdempotencyStoreContract;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The joined store's contract in one of the databases. */
abstract class JoinedContract extends SharedJoinedIdempotencyStoreContract {
    private final ContractSchema schema;
    private final JdbcTransactions transactions;
    private final JoinedIdempotencyStore store;

    JoinedContract(ContractSchema.Product product) {
        this.schema = new ContractSchema("contract_joined", product);
        this.transactions = new JdbcTransactions(schema.dataSource());
        this.store = JdbcJoinedIdempotencyStore.open(transactions, schema.options());
        TestServer.execute(
                schema.dataSource(),
                "create table if not exists " + schema.table("business") + " (id varchar(100) primary key)");
    }

    private JoinedIdempotencyStore open(DataSource dataSource) {
        return JdbcJoinedIdempotencyStore.open(new JdbcTransactions(dataSource), schema.options());
    }

    @Override
    protected JoinedIdempotencyStore store() {
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

    @Override
    protected void insertBusinessRow(String id) {
        try {
            Statements.execute(
                    transactions.connection(),
                    "insert into " + schema.table("business") + " values (?)",
                    List.of(id),
                    Statements.Answers::count);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    protected boolean businessRowExists(String id) {
        try (Connection connection = schema.dataSource().getConnection()) {
            return Statements.execute(
                    connection,
                    "select 1 from " + schema.table("business") + " where id = ?",
                    List.of(id),
                    answers -> answers.rows().next());
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    protected void rolledBackToSavepoint(Runnable work) {
        try {
            Savepoint savepoint = transactions.connection().setSavepoint();
            work.run();
            transactions.connection().rollback(savepoint);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
