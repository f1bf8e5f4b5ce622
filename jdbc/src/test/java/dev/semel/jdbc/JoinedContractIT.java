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

class JoinedContractIT extends SharedJoinedIdempotencyStoreContract {
    private final ContractSchema schema = ContractSchema.of("contract_joined");
    private final JdbcTransactions transactions = new JdbcTransactions(schema.dataSource());
    private final JoinedIdempotencyStore store = PostgresJoinedIdempotencyStore.open(transactions, schema.options());

    JoinedContractIT() {
        TestServer.execute(
                schema.dataSource(), "create table if not exists contract_joined.business (id varchar primary key)");
    }

    private JoinedIdempotencyStore open(DataSource dataSource) {
        return PostgresJoinedIdempotencyStore.open(new JdbcTransactions(dataSource), schema.options());
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
                    "insert into contract_joined.business values (?)",
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
                    "select 1 from contract_joined.business where id = ?",
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
