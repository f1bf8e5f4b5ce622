/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import dev.semel.CellId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/**
 * Tables of a test class of its own, because the contract counts what a purge deletes, and the pools of two nodes.
 *
 * @param name the schema
 * @param product which database it is in
 */
record ContractSchema(String name, Product product) {
    private static final Map<String, SmallPool> POOLS = new ConcurrentHashMap<>();

    /** A database of the tests, and what its SQL does unlike others. */
    enum Product {
        POSTGRESQL('"') {
            @Override
            DataSource server() {
                return TestServer.dataSource();
            }

            @Override
            String aged(long micros) {
                String interval = "interval '%d microseconds'".formatted(micros);
                return "lease_until = lease_until - %1$s, expires_at = expires_at - %1$s".formatted(interval);
            }
        },
        MARIADB('`') {
            @Override
            DataSource server() {
                return MariaDb.dataSource();
            }

            @Override
            String aged(long micros) {
                return keepingReleased("timestamp'1970-01-01 00:00:00'", "%s - interval " + micros + " microsecond");
            }

            @Override
            int rounds() {
                return FEWER;
            }

            @Override
            Object key(CellId cellId) {
                return new MariaDbDialect(JdbcOptions.DEFAULTS).key(cellId);
            }
        },
        H2('"') {
            @Override
            DataSource server() {
                return ConnectionsOf.url("jdbc:h2:mem:contract;DB_CLOSE_DELAY=-1");
            }

            @Override
            String aged(long micros) {
                return keepingReleased(
                        "timestamp with time zone '1970-01-01 00:00:00+00'",
                        "dateadd(microsecond, " + -micros + ", %s)");
            }

            @Override
            int rounds() {
                return FEWER;
            }
        };

        private static final int ROUNDS = 20;
        private static final int FEWER = 8;

        private final char quote;

        Product(char quote) {
            this.quote = quote;
        }

        abstract DataSource server();

        abstract String aged(long micros);

        /** How often a race is run. */
        int rounds() {
            return ROUNDS;
        }

        Object key(CellId cellId) {
            return cellId.toUuid();
        }

        private static String keepingReleased(String released, String older) {
            return "lease_until = case when lease_until = %s then lease_until else %s end, expires_at = %s"
                    .formatted(released, older.formatted("lease_until"), older.formatted("expires_at"));
        }
    }

    static ContractSchema of(String name) {
        return new ContractSchema(name, Product.POSTGRESQL);
    }

    DataSource dataSource() {
        return pool("one");
    }

    DataSource otherNode() {
        return pool("other");
    }

    private SmallPool pool(String node) {
        return POOLS.computeIfAbsent(product + " " + node, pool -> new SmallPool(product.server(), 24));
    }

    JdbcOptions options() {
        return JdbcOptions.DEFAULTS.withSchema(name).withInitializeSchema(true);
    }

    String table(String table) {
        return options().qualified(product.quote, table);
    }

    /** Ages all records, which to them is as if time had passed. */
    void letPass(Duration time) {
        TestServer.execute(
                dataSource(), "update " + table("semel_record") + " set " + product.aged(time.toNanos() / 1_000));
    }

    boolean plantResult(CellId cellId, byte[] encoded) {
        String sql = "update " + table("semel_record") + " set result = ? where key_hash = ? and state = 1";
        try (Connection connection = dataSource().getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setBytes(1, encoded);
            statement.setObject(2, product.key(cellId));
            return statement.executeUpdate() == 1;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
