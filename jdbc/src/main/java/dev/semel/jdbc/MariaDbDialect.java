/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import dev.semel.CellId;
import dev.semel.FencingToken;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.Lease;
import dev.semel.spi.StoreCapabilities;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** MariaDB, by its own driver or MySQL's: one statement at a time. {@link MariaDbSql} explains them. */
final class MariaDbDialect implements Dialect {
    private static final int LOCK_WAIT_TIMEOUT = 1205;
    private static final int STATEMENT_TIMEOUT = 1969;
    private static final String INITIALIZING = "semel.initialize";

    private final JdbcOptions options;
    private final MariaDbSql sql;
    private final Sql texts;

    MariaDbDialect(JdbcOptions options) {
        this.options = options;
        this.sql = new MariaDbSql(options);
        this.texts = new Sql(sql.find, sql.leased, sql.joined, false, sql.nameOperation);
    }

    @Override
    public Sql sql() {
        return texts;
    }

    @Override
    public String folder() {
        return "mariadb";
    }

    @Override
    public StoreCapabilities inspect(Connection connection, boolean joined) throws SQLException {
        return MariaDbServer.read(connection).capabilities(options, joined);
    }

    @Override
    public OptionalInt version(Connection connection) throws SQLException {
        boolean exists = Statements.execute(
                connection,
                "select count(*) > 0 from information_schema.tables where table_name = 'semel_schema' and table_schema = "
                        + (options.schema().isEmpty() ? "database()" : "?"),
                options.schema().isEmpty() ? List.of() : List.of(options.schema()),
                answers -> answers.first().getBoolean(1));
        return exists ? JdbcSchema.version(connection, options.qualified('`', "semel_schema")) : OptionalInt.empty();
    }

    /** The lock is the session's, so it is given back; a lost connection gives it back too. */
    @Override
    public void createTables(Connection connection, String script) throws SQLException {
        String before = connection.getCatalog();
        int patience = (int) options.timeout().toSeconds() + 1;
        Statements.execute(
                connection, "select get_lock(?, ?)", List.of(INITIALIZING, patience), answers -> answers.first());
        try {
            if (version(connection).isPresent()) {
                return;
            }
            if (!options.schema().isEmpty()) {
                Statements.script(connection, "create database if not exists `" + options.schema() + '`');
                connection.setCatalog(options.schema());
            }
            Statements.statements(connection, script);
        } finally {
            if (!options.schema().isEmpty() && before != null) {
                connection.setCatalog(before);
            }
            Statements.execute(connection, "select release_lock(?)", List.of(INITIALIZING), answers -> answers.first());
        }
    }

    @Override
    public boolean isInTransaction(Connection connection) throws SQLException {
        return Statements.execute(connection, "select @@in_transaction", List.of(), answers -> answers.first()
                .getBoolean(1));
    }

    @Override
    public Object key(CellId cellId) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(cellId.high())
                .putLong(cellId.low())
                .array();
    }

    @Override
    public Optional<Claim> claim(Connection connection, ClaimRequest request, ClaimValues values) throws SQLException {
        return claim(connection, sql.claim, request, values);
    }

    /**
     * What the first read shows may be old, if the transaction's snapshot is: then a completed record is still final, and
     * of a live lease the caller is told to come again. Only what may be had, or is not there, is looked at once more.
     */
    @Override
    public Optional<Claim> joinedClaim(Connection connection, ClaimRequest request, ClaimValues values)
            throws SQLException {
        try {
            Optional<Claim> decided =
                    Verbs.read(this, connection, request.cellId(), sql.look).flatMap(row -> row.decides(request));
            return decided.isPresent() ? decided : claim(connection, sql.joinedClaim, request, values);
        } catch (SQLException e) {
            if (e.getErrorCode() == LOCK_WAIT_TIMEOUT) {
                return Optional.of(new Claim.Contended(true));
            }
            throw e;
        }
    }

    private Optional<Claim> claim(Connection connection, String text, ClaimRequest request, ClaimValues values)
            throws SQLException {
        return Statements.execute(
                        connection,
                        text,
                        parameters(request, values),
                        answers -> RecordRow.read(request.cellId(), answers.rows()))
                .map(row -> Verbs.refusal(row, request));
    }

    private List<@Nullable Object> parameters(ClaimRequest request, ClaimValues values) {
        List<@Nullable Object> parameters = new ArrayList<>(Arrays.asList(
                key(request.cellId()),
                request.id().node(),
                request.id().sequence(),
                values.operation(),
                values.scope(),
                values.payload(),
                values.lease(),
                values.retention()));
        String accepted = Stream.of(ClaimValues.accepted(request))
                .map(HexFormat.of().withUpperCase()::formatHex)
                .collect(Collectors.joining(","));
        parameters.addAll(List.of(!values.hasPayload(), accepted));
        parameters.addAll(List.of(request.terms().takesHeld(), values.lease(), values.retention()));
        return parameters;
    }

    @Override
    public Batches batches() {
        return Batches.NONE;
    }

    @Override
    public boolean committed(Connection connection, CellId cellId, FencingToken token, long millis)
            throws SQLException {
        try {
            return Statements.execute(connection, sql.committed(millis), List.of(key(cellId)), answers -> {
                ResultSet rows = answers.rows();
                return rows.next() && rows.getLong("fence") == token.value() && rows.getInt("state") == 1;
            });
        } catch (SQLException e) {
            if (e.getErrorCode() == STATEMENT_TIMEOUT) {
                throw new SQLException(e.getMessage(), "HY000", LOCK_WAIT_TIMEOUT, e);
            }
            throw e;
        }
    }

    /** In a transaction of its own without locks on gaps, which would keep the claims of strangers waiting. */
    @Override
    public int purge(Connection connection, int limit) throws SQLException {
        boolean own = connection.getAutoCommit();
        return Statements.atomically(connection, transaction -> {
            if (own) {
                Statements.script(transaction, "set transaction isolation level read committed");
            }
            List<Object> keys = Statements.execute(transaction, sql.expired, List.of(limit), Statements::column);
            if (keys.isEmpty()) {
                return 0;
            }
            String places = String.join(", ", Collections.nCopies(keys.size(), "?"));
            return Statements.execute(transaction, sql.delete + places + ")", keys, Statements.Answers::count);
        });
    }

    @Override
    public List<Object> joinedLead(Lease lease) {
        return List.of();
    }
}
