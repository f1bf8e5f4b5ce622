/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import dev.semel.CellId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import javax.sql.DataSource;

/**
 * Tables of a test class of its own, because the contract counts what a purge deletes, and the pools of two nodes.
 *
 * @param name the schema
 * @param dataSource one node's pool
 * @param otherNode another's
 */
record ContractSchema(String name, DataSource dataSource, DataSource otherNode) {
    private static final SmallPool ONE = new SmallPool(TestServer.dataSource(), 24);
    private static final SmallPool OTHER = new SmallPool(TestServer.dataSource(), 24);

    static ContractSchema of(String name) {
        return new ContractSchema(name, ONE, OTHER);
    }

    PostgresOptions options() {
        return PostgresOptions.DEFAULTS.withSchema(name).withInitializeSchema(true);
    }

    /** Ages all records, which to them is as if time had passed. */
    void letPass(Duration time) {
        String interval = "interval '%d microseconds'".formatted(time.toNanos() / 1_000);
        TestServer.execute(
                dataSource,
                "update %s.semel_record set lease_until = lease_until - %s, expires_at = expires_at - %s"
                        .formatted(name, interval, interval));
    }

    boolean plantResult(CellId cellId, byte[] encoded) {
        String sql = "update " + name + ".semel_record set result = decode(?, 'hex') where key_hash = ? and state = 1";
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, HexFormat.of().formatHex(encoded));
            statement.setObject(2, cellId.toUuid());
            return statement.executeUpdate() == 1;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
