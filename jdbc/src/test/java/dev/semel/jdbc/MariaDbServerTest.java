/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.spi.DurabilityClass;
import dev.semel.spi.StoreException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of what a server says of itself. */
class MariaDbServerTest {
    private final Map<String, String> variables = new HashMap<>(Map.of(
            "version", "11.4.5-MariaDB",
            "read_only", "OFF",
            "innodb_flush_log_at_trx_commit", "1",
            "innodb_doublewrite", "ON",
            "innodb_rollback_on_timeout", "OFF",
            "log_bin", "ON",
            "sync_binlog", "1",
            "binlog_format", "MIXED",
            "wsrep_on", "OFF",
            "sysdate", "ON"));

    @ParameterizedTest
    @CsvSource({
        "innodb_flush_log_at_trx_commit, 1, B",
        "innodb_flush_log_at_trx_commit, 3, B",
        "innodb_flush_log_at_trx_commit, 2, C",
        "innodb_doublewrite, OFF, C",
        "sync_binlog, 0, C",
        "sync_binlog, 100, C",
        "log_bin, OFF, B"
    })
    void judgesWhatACrashWouldLeave(String variable, String value, DurabilityClass durability) {
        variables.put(variable, value);

        assertThat(new MariaDbServer(variables)
                        .capabilities(JdbcOptions.DEFAULTS, true)
                        .durability())
                .isEqualTo(durability);
    }

    @ParameterizedTest
    @CsvSource({
        "version, 10.5.29-MariaDB, 10.6 is the oldest",
        "version, 5.5.68-MariaDB, 10.6 is the oldest",
        "version, unknown, 10.6 is the oldest",
        "read_only, ON, at the primary",
        "tx_read_only, ON, read-write",
        "transaction_read_only, ON, read-write",
        "wsrep_on, ON, Galera",
        "binlog_format, STATEMENT, ROW or MIXED",
        "sysdate, OFF, sysdate-is-now",
        "innodb_rollback_on_timeout, ON, leased mode",
        "innodb_flush_log_at_trx_commit, 0, Set innodb_flush_log_at_trx_commit=1"
    })
    void refusesWhatCannotKeepThePromises(String variable, String value, String advice) {
        variables.put(variable, value);

        assertThatThrownBy(() -> new MariaDbServer(variables).capabilities(JdbcOptions.DEFAULTS, true))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(advice);
    }

    @Test
    void takesReleasesFromTenSixOn() {
        for (String version :
                new String[] {"10.6.0-MariaDB", "10.11.14-MariaDB-log", "11.8.3-MariaDB", "12.0.2-MariaDB"}) {
            variables.put("version", version);
            assertThat(new MariaDbServer(variables)
                            .capabilities(JdbcOptions.DEFAULTS, false)
                            .name())
                    .isEqualTo("MariaDB " + version);
        }
    }

    @Test
    void needsNoSettingForClaimsThatAreNotJoined() {
        variables.put("innodb_rollback_on_timeout", "ON");

        assertThat(new MariaDbServer(variables)
                        .capabilities(JdbcOptions.DEFAULTS, false)
                        .durability())
                .isEqualTo(DurabilityClass.B);
    }

    @Test
    void opensWhatLosesRecordsOnlyIfTold() {
        variables.put("innodb_flush_log_at_trx_commit", "0");

        assertThat(new MariaDbServer(variables)
                        .capabilities(JdbcOptions.DEFAULTS.withPermitFsyncOffAndLoseRecords(true), true)
                        .durability())
                .isEqualTo(DurabilityClass.D);
    }
}
