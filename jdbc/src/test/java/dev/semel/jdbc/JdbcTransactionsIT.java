/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.spi.StoreException;
import dev.semel.spi.StoreException.Certainty;
import dev.semel.spi.Transaction;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JdbcTransactionsIT {
    private final SmallPool pool = new SmallPool(TestServer.dataSource(), 1, 500);
    private final JdbcTransactions transactions = new JdbcTransactions(pool);
    private final String id = UUID.randomUUID().toString();

    @BeforeEach
    void createTable() {
        TestServer.execute(
                pool,
                "create table if not exists things (id varchar primary key, parent varchar references things"
                        + " deferrable initially deferred)");
    }

    @AfterEach
    void leavesThePoolClean() throws SQLException {
        assertThat(transactions.isActive()).isFalse();
        assertThat(TestServer.number(pool, "select 1")).isEqualTo(1);
        assertThat(pool.complaints()).isEmpty();
        assertThat(pool.openedConnections()).isEqualTo(1);
        pool.close();
    }

    @Test
    void commitsWithTheOutermost() throws SQLException {
        Transaction outer = transactions.begin();
        Transaction inner = transactions.begin();
        assertThat(outer.isOutermost()).isTrue();
        assertThat(inner.isOutermost()).isFalse();
        insert("null");
        inner.commit();
        assertThat(transactions.isActive()).isTrue();
        outer.commit();

        assertThat(things()).isEqualTo(1);
    }

    @Test
    void rollsBackTheWholeWithItsPart() throws SQLException {
        Transaction outer = transactions.begin();
        insert("null");
        transactions.begin().rollback();

        assertThat(outer.isRollbackOnly()).isTrue();
        assertDefinite(outer);
        assertThat(things()).isZero();
    }

    @Test
    void knowsThatADeferredConstraintRolledBack() throws SQLException {
        Transaction transaction = transactions.begin();
        insert("'nobody'");

        assertDefinite(transaction);
        assertThat(things()).isZero();
    }

    @Test
    void endsOnce() throws SQLException {
        Transaction transaction = transactions.begin();
        insert("null");
        transaction.commit();
        transaction.rollback();

        assertThatThrownBy(transaction::commit).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(transactions::connection).isInstanceOf(IllegalStateException.class);
        assertThat(things()).isEqualTo(1);
    }

    @Test
    void saysThatNoneCanBegin() throws SQLException {
        var held = pool.getConnection();

        assertThatThrownBy(transactions::begin)
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.certainty()).isEqualTo(Certainty.OVERLOADED));
        held.close();
    }

    private void insert(String parent) throws SQLException {
        Statements.script(transactions.connection(), "insert into things values ('" + id + "', " + parent + ")");
    }

    private long things() {
        return TestServer.number(pool, "select count(*) from things where id = '" + id + "'");
    }

    private static void assertDefinite(Transaction transaction) {
        assertThatThrownBy(transaction::commit)
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.certainty()).isEqualTo(Certainty.NOT_APPLIED));
    }
}
