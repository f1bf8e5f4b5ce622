/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Racers on MariaDB, whatever isolation the pool has. */
class MariaDbIsolationIT {
    private static final int RACERS = 12;

    private final Racers racers = new Racers(RACERS, 10);

    private static DataSource defaulting(String isolation) {
        return MariaDb.dataSource("sessionVariables=tx_isolation='" + isolation + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"READ-COMMITTED", "REPEATABLE-READ", "SERIALIZABLE"})
    void leasedGrantsOneOfManyRacers(String isolation) throws SQLException {
        try (SmallPool pool = new SmallPool(defaulting(isolation), RACERS)) {
            assertThat(TestServer.text(pool, "select @@tx_isolation")).isEqualTo(isolation);
            racers.leasedGrantsOne(pool);
            assertThat(pool.complaints()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"READ-COMMITTED", "REPEATABLE-READ", "SERIALIZABLE"})
    void joinedCommitsOneOfManyRacers(String isolation) throws SQLException {
        try (SmallPool pool = new SmallPool(defaulting(isolation), RACERS)) {
            racers.joinedCommitsOne(pool);
            assertThat(pool.complaints()).isEmpty();
        }
    }
}
