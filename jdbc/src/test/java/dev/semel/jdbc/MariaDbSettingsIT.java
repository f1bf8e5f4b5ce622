/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.CellId;
import dev.semel.spi.Claim;
import dev.semel.spi.EffectMark;
import dev.semel.spi.Lease;
import dev.semel.spi.Transaction;
import dev.semel.spi.WriteResult;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That settings of driver and session which applications have for reasons of their own do no harm. */
class MariaDbSettingsIT {
    private final JdbcIdempotencyStore leased = JdbcIdempotencyStore.open(MariaDb.dataSource());
    private final CellId cell = Requests.cell();
    private final OtherThread other = new OtherThread();

    @AfterEach
    void close() {
        other.close();
    }

    /** A write that changes nothing and one that matches nothing are counted alike, or not, as the driver is told. */
    @ParameterizedTest
    @ValueSource(strings = {"mariadb, true", "mariadb, false", "mysql, true", "mysql, false"})
    void doesNotDependOnWhatTheDriverCounts(String driverAndSetting) {
        String[] parts = driverAndSetting.split(", ", -1);
        String parameter = "useAffectedRows=" + parts[1];
        JdbcIdempotencyStore store = JdbcIdempotencyStore.open(
                parts[0].equals("mysql") ? MariaDb.byMySql(parameter) : MariaDb.dataSource(parameter));
        Lease lease = Requests.lease(store.claim(Requests.of(cell)));

        assertThat(store.renew(lease, Requests.LEASE, EffectMark.BEGUN)).isEqualTo(WriteResult.APPLIED);
        assertThat(store.release(lease)).isEqualTo(WriteResult.APPLIED);
        assertThat(store.release(lease)).isEqualTo(WriteResult.APPLIED);
        assertThat(store.renew(lease, Requests.LEASE, EffectMark.UNCHANGED)).isEqualTo(WriteResult.LOST);
        Lease next = Requests.lease(store.claim(Requests.of(cell)));
        assertThat(store.complete(lease, Requests.result("stale"))).isEqualTo(WriteResult.LOST);
        assertThat(store.hold(next)).isEqualTo(WriteResult.APPLIED);
        assertThat(store.hold(next)).isEqualTo(WriteResult.APPLIED);
        assertThat(store.purge(1)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql, useServerPrepStmts=true",
                "mysql, allowMultiQueries=true",
                "mysql, useServerPrepStmts=false",
                "mariadb, useServerPrepStmts=true",
                "mariadb, allowMultiQueries=true"
            })
    void worksByEitherDriver(String driverAndSetting) {
        String[] parts = driverAndSetting.split(", ", -1);
        JdbcTransactions there = new JdbcTransactions(
                parts[0].equals("mysql") ? MariaDb.byMySql(parts[1]) : MariaDb.dataSource(parts[1]));
        JdbcJoinedIdempotencyStore store = JdbcJoinedIdempotencyStore.open(there);
        Transaction transaction = store.begin();
        Lease lease = Requests.lease(store.claim(Requests.of(cell)));
        other.run(() -> {
            Transaction second = store.begin();
            assertThat(store.claim(Requests.of(cell))).isEqualTo(new Claim.Contended(true));
            return second;
        });
        assertThat(store.complete(lease, Requests.result("done"))).isEqualTo(WriteResult.APPLIED);
        transaction.commit();

        assertThat(store.committed(cell, lease.token(), Duration.ofSeconds(5))).isTrue();
        assertThat(leased.find(cell).orElseThrow().result()).contains(Requests.result("done"));
        assertThat(store.capabilities().name()).startsWith("MariaDB 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ANSI",
                "TRADITIONAL",
                "ANSI_QUOTES,PIPES_AS_CONCAT,NO_BACKSLASH_ESCAPES",
                "HIGH_NOT_PRECEDENCE,IGNORE_SPACE",
                "EMPTY_STRING_IS_NULL,TIME_ROUND_FRACTIONAL",
                "''"
            })
    void worksInEverySqlMode(String mode) {
        String quoted = mode.equals("''") ? mode : "'" + mode + "'";
        JdbcIdempotencyStore store =
                JdbcIdempotencyStore.open(MariaDb.dataSource("sessionVariables=sql_mode=" + quoted));
        Lease first = Requests.lease(store.claim(Requests.of(cell, Requests.INSTANT, Requests.RETENTION)));
        Lease second = Requests.lease(store.claim(Requests.of(cell)));

        assertThat(second.token()).isGreaterThan(first.token());
        assertThat(store.complete(first, Requests.result("stale"))).isEqualTo(WriteResult.LOST);
        assertThat(store.complete(second, Requests.result("it's \\ \"quoted\"")))
                .isEqualTo(WriteResult.APPLIED);
        assertThat(leased.find(cell).orElseThrow().result()).contains(Requests.result("it's \\ \"quoted\""));
    }
}
