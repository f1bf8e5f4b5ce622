/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every order of the steps of three transactions at one cell, 34,650 of them, at each isolation level of the databases
 * that services run on; in the ordinary build a sample. {@code ./semel interleave} runs all.
 */
class InterleavingsIT {
    private static final int ORDERS = 34_650;
    private static final int EVERY = Integer.getInteger("semel.interleave.every", 1155);

    @ParameterizedTest
    @CsvSource({
        "postgresql, READ COMMITTED, NOTHING_ELSE",
        "postgresql, REPEATABLE READ, TRANSIENT",
        "postgresql, SERIALIZABLE, TRANSIENT",
        "mariadb, READ-COMMITTED, NOTHING_ELSE",
        "mariadb, REPEATABLE-READ, CONTENDED"
    })
    void oneEffectInEveryOrder(String product, String isolation, Interleaving.Late late) throws SQLException {
        boolean mariaDb = product.equals("mariadb");
        DataSource server = mariaDb ? MariaDb.dataSource() : TestServer.dataSource();
        TestServer.execute(server, "create table if not exists interleaved (id varchar(100) primary key)");
        List<String> wrong = new ArrayList<>();
        int[] count = new int[2];
        long begun = System.nanoTime();
        try (SmallPool pool = new SmallPool(server, 2);
                SwitchedTransactions transactions =
                        new SwitchedTransactions(pool, at(server, mariaDb, isolation), Interleaving.SESSIONS)) {
            Interleaving.Sessions sessions =
                    new Interleaving.Sessions(JdbcJoinedIdempotencyStore.open(transactions), transactions, late);
            forEachOrder(order -> {
                if (count[0]++ % EVERY == 0) {
                    count[1]++;
                    wrong.addAll(run(sessions, order));
                }
            });
        }
        System.out.printf(
                "interleave store=%s isolation=\"%s\" orders=%d of=%d violations=%d seconds=%d%n",
                product, isolation, count[1], count[0], wrong.size(), (System.nanoTime() - begun) / 1_000_000_000);
        assertThat(count[0]).isEqualTo(ORDERS);
        assertThat(wrong).isEmpty();
    }

    private static List<String> run(Interleaving.Sessions sessions, int[] order) {
        try {
            return new Interleaving(sessions).run(order);
        } catch (SQLException e) {
            throw new AssertionError(Arrays.toString(order), e);
        }
    }

    private static DataSource at(DataSource server, boolean mariaDb, String isolation) {
        String sql = mariaDb
                ? "set session tx_isolation = '" + isolation + "'"
                : "set session characteristics as transaction isolation level " + isolation;
        ConnectionsOf source = () -> {
            var connection = server.getConnection();
            try (var statement = connection.createStatement()) {
                statement.execute(sql);
            }
            return connection;
        };
        return source;
    }

    private static void forEachOrder(Consumer<int[]> each) {
        int length = Interleaving.SESSIONS * Interleaving.STEPS;
        extend(new int[length], 0, new int[Interleaving.SESSIONS], each);
    }

    private static void extend(int[] order, int length, int[] used, Consumer<int[]> each) {
        if (length == order.length) {
            each.accept(order.clone());
            return;
        }
        for (int session = 0; session < used.length; session++) {
            if (used[session] < Interleaving.STEPS) {
                used[session]++;
                order[length] = session;
                extend(order, length + 1, used, each);
                used[session]--;
            }
        }
    }
}
