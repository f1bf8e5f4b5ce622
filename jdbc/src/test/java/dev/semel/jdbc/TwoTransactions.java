/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.CellId;
import dev.semel.Fingerprint;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.Lease;
import dev.semel.spi.Transaction;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;

/** Two transactions at one cell: this thread's, and another's that stays open meanwhile. */
abstract class TwoTransactions {
    static final ClaimRequest.Terms TERMS = new ClaimRequest.Terms(Requests.LEASE, Requests.RETENTION, false);

    final JdbcTransactions transactions = new JdbcTransactions(TestServer.dataSource());
    final JdbcJoinedIdempotencyStore store = JdbcJoinedIdempotencyStore.open(transactions);
    final CellId cell = Requests.cell();
    final OtherThread other = new OtherThread();

    @AfterEach
    void endTheOtherThread() {
        other.close();
    }

    Claim answer(List<Fingerprint> accepted) {
        Transaction transaction = store.begin();
        Claim claim = store.claim(Requests.of(cell, accepted, TERMS));
        assertUsable();
        transaction.rollback();
        return claim;
    }

    Transaction begun(ClaimRequest request) {
        Transaction transaction = store.begin();
        assertThat(store.claim(request)).isInstanceOf(Claim.Granted.class);
        return transaction;
    }

    void completed() {
        committed(() -> {
            Lease lease = Requests.lease(store.claim(Requests.of(cell)));
            return store.complete(lease, Requests.result("first"));
        });
    }

    <T> T committed(Supplier<T> verb) {
        Transaction transaction = store.begin();
        T answer = verb.get();
        transaction.commit();
        return answer;
    }

    void assertUsable() {
        execute("select 1");
    }

    void execute(String sql) {
        try (Statement statement = transactions.connection().createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    void insertBusinessRow() {
        execute("insert into business values ('" + cell.toUuid() + "')");
    }

    long businessRows() {
        return TestServer.number(
                TestServer.dataSource(), "select count(*) from business where cell = '" + cell.toUuid() + "'");
    }
}
