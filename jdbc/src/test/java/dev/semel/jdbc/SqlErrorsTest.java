/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.spi.StoreException.Certainty;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlErrorsTest {
    @ParameterizedTest
    @CsvSource({
        "08000, UNKNOWN",
        "08003, UNKNOWN",
        "08006, UNKNOWN",
        "08007, UNKNOWN",
        "40003, UNKNOWN",
        "57P01, UNKNOWN",
        "57P02, UNKNOWN",
        "57P03, UNKNOWN",
        "53100, UNKNOWN",
        "58030, UNKNOWN",
        "XX000, UNKNOWN",
        "40001, TRANSIENT",
        "40P01, TRANSIENT",
        "55P03, TRANSIENT",
        "23505, NOT_APPLIED",
        "23503, NOT_APPLIED",
        "25006, NOT_APPLIED",
        "25P02, NOT_APPLIED",
        "42P01, NOT_APPLIED",
        "57014, OVERLOADED"
    })
    void judgesByState(String state, Certainty certainty) {
        SQLException failure = new SQLException("a text that says 40001 deadlock", state);

        assertThat(SqlErrors.certainty(failure)).isEqualTo(certainty);
        assertThat(SqlErrors.commitFailed(new IllegalStateException(new RuntimeException(failure)))
                        .certainty())
                .isEqualTo(certainty);
        assertThat(SqlErrors.statementFailed("claim", failure)).hasMessageContaining(state);
    }

    /** MariaDB has one state for errors that could not be more different; H2 has states of its own. */
    @ParameterizedTest
    @CsvSource({
        "HY000, 1205, TRANSIENT",
        "40001, 1213, TRANSIENT",
        "HY000, 1020, TRANSIENT",
        "HY000, 1290, NOT_APPLIED",
        "HY000, 1836, NOT_APPLIED",
        "HY000, 1114, NOT_APPLIED",
        "70100, 1317, OVERLOADED",
        "70100, 1969, OVERLOADED",
        "70100, 1927, UNKNOWN",
        "HY000, 1180, UNKNOWN",
        "HY000, 1026, UNKNOWN",
        "HY000, 0, UNKNOWN",
        "08S01, 1053, UNKNOWN",
        "HYT00, 50200, TRANSIENT",
        "90131, 90131, TRANSIENT",
        "HY000, 50000, UNKNOWN",
        "90098, 90098, UNKNOWN",
        "42S02, 1146, NOT_APPLIED"
    })
    void judgesByNumberWhereTheStateSaysNothing(String state, int code, Certainty certainty) {
        assertThat(SqlErrors.certainty(new SQLException("a text that says 1213", state, code)))
                .isEqualTo(certainty);
    }

    @Test
    void doesNotKnowWhatHasNoState() {
        assertThat(SqlErrors.certainty(new SQLException("no state"))).isEqualTo(Certainty.UNKNOWN);
        assertThat(SqlErrors.certainty(new IOException("reset"))).isEqualTo(Certainty.UNKNOWN);
        assertThat(SqlErrors.certainty(new SQLException(new SocketTimeoutException())))
                .isEqualTo(Certainty.UNKNOWN);
    }

    @Test
    void aPoolThatHasNoConnectionIsNoDatabaseThatIsAway() {
        SQLException exhausted = new SQLTransientConnectionException("Connection is not available, request timed out.");
        assertThat(SqlErrors.unavailable(exhausted).certainty()).isEqualTo(Certainty.OVERLOADED);
        assertThat(SqlErrors.unavailable(new IllegalStateException(exhausted)).certainty())
                .isEqualTo(Certainty.OVERLOADED);

        exhausted.initCause(new SQLException("Connection refused.", "08001"));
        assertThat(SqlErrors.unavailable(exhausted).certainty()).isEqualTo(Certainty.NOT_APPLIED);
    }
}
