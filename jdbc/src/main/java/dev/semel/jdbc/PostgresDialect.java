/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import dev.semel.CellId;
import dev.semel.FencingToken;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.Lease;
import dev.semel.spi.StoreCapabilities;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** PostgreSQL: several statements in one execute, which is one round trip. {@link PostgresSql} explains them. */
final class PostgresDialect implements Dialect {
    private static final String ACTIVE_TRANSACTION = "25001";
    // "semel" in ASCII: nodes that start at the same time initialize one after another.
    private static final long INITIALIZING = 0x73656d656cL;

    // The last statement makes the session hear of tables that were created while it waited for the lock.
    private static final String INITIALIZE =
            """
            set transaction isolation level read committed;
            select pg_advisory_xact_lock(?);
            select count(*) from pg_namespace""";

    private final JdbcOptions options;
    private final PostgresSql sql;
    private final PostgresBatches batches;
    private final PostgresJoinedClaim joinedClaim;
    private final Sql texts;

    PostgresDialect(JdbcOptions options) {
        this.options = options;
        this.sql = new PostgresSql(options);
        this.batches = new PostgresBatches(sql, PostgresBatches.patience(options.timeout()));
        this.joinedClaim = new PostgresJoinedClaim(sql);
        this.texts = new Sql(sql.find, sql.leased, sql.joined, true, sql.nameOperation);
    }

    @Override
    public Sql sql() {
        return texts;
    }

    @Override
    public String folder() {
        return "postgresql";
    }

    @Override
    public StoreCapabilities inspect(Connection connection, boolean joined) throws SQLException {
        return PostgresServer.inspect(connection, options);
    }

    @Override
    public OptionalInt version(Connection connection) throws SQLException {
        String table = options.qualified('"', "semel_schema");
        boolean exists = Statements.execute(
                connection, "select to_regclass(?) is not null", List.of(table), answers -> answers.first()
                        .getBoolean(1));
        return exists ? JdbcSchema.version(connection, table) : OptionalInt.empty();
    }

    @Override
    public void createTables(Connection connection, String script) throws SQLException {
        Statements.atomically(connection, transaction -> {
            Statements.execute(transaction, INITIALIZE, List.of(INITIALIZING), answers -> answers.skip()
                    .rows());
            if (version(transaction).isEmpty()) {
                if (!options.schema().isEmpty()) {
                    Statements.script(transaction, "create schema if not exists \"" + options.schema() + "\"");
                    Statements.script(transaction, "set local search_path to \"" + options.schema() + "\"");
                }
                Statements.script(transaction, script);
            }
            return true;
        });
    }

    /**
     * Such a pool's aliveness test can even begin a transaction. So the driver is asked, by what JDBC forbids within a
     * transaction, which costs no round trip, and only if it is in one the server, whether it has written or locked.
     */
    @Override
    public boolean isInTransaction(Connection connection) throws SQLException {
        try {
            connection.setReadOnly(connection.isReadOnly());
            return false;
        } catch (SQLException e) {
            if (!ACTIVE_TRANSACTION.equals(e.getSQLState())) {
                throw e;
            }
            return Statements.execute(
                    connection, "select txid_current_if_assigned() is not null", List.of(), answers -> answers.first()
                            .getBoolean(1));
        }
    }

    @Override
    public Object key(CellId cellId) {
        return cellId.toUuid();
    }

    @Override
    public Optional<Claim> claim(Connection connection, ClaimRequest request, ClaimValues values) throws SQLException {
        return Statements.execute(connection, sql.claim, parameters(request, values, List.of()), answers -> {
            Optional<Claim> granted =
                    RecordRow.granted(request.cellId(), answers.skip().rows());
            Optional<RecordRow> row = RecordRow.read(request.cellId(), answers.rows());
            return granted.or(() -> row.filter(r -> !r.expired()).map(r -> Verbs.refusal(r, request)));
        });
    }

    @Override
    public Optional<Claim> joinedClaim(Connection connection, ClaimRequest request, ClaimValues values)
            throws SQLException {
        return joinedClaim.claim(connection, request, values);
    }

    @Override
    public Batches batches() {
        return batches;
    }

    /** The insert's parameters, with those of its guard, and the select's. */
    static List<@Nullable Object> parameters(ClaimRequest request, ClaimValues values, List<Object> guard) {
        List<@Nullable Object> parameters = new ArrayList<>(Arrays.asList(
                request.cellId().toUuid(),
                request.id().node(),
                request.id().sequence(),
                values.operation(),
                values.scope(),
                values.payload(),
                values.lease(),
                values.retention()));
        parameters.addAll(guard);
        parameters.addAll(List.of(values.lease(), values.retention()));
        parameters.addAll(List.of(!values.hasPayload(), ClaimValues.accepted(request)));
        parameters.addAll(List.of(request.terms().takesHeld(), request.cellId().toUuid()));
        return parameters;
    }

    @Override
    public boolean committed(Connection connection, CellId cellId, FencingToken token, long millis)
            throws SQLException {
        List<Object> parameters = List.of(Long.toString(millis), cellId.high(), cellId.toUuid(), token.value());
        return Statements.execute(
                connection,
                sql.committed,
                parameters,
                answers -> answers.skip().skip().skip().first().getBoolean(1));
    }

    @Override
    public int purge(Connection connection, int limit) throws SQLException {
        return Statements.execute(connection, sql.purge, List.of(limit), Statements.Answers::count);
    }

    /** The cell's lock, for {@code committed}. */
    @Override
    public List<Object> joinedLead(Lease lease) {
        return List.of(lease.cellId().high());
    }
}
