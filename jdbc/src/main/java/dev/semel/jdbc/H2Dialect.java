/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import dev.semel.CellId;
import dev.semel.FencingToken;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.DurabilityClass;
import dev.semel.spi.Lease;
import dev.semel.spi.StoreCapabilities;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** H2, for development and tests: a few statements a verb, without round trips. {@link H2Sql} explains them. */
final class H2Dialect implements Dialect {
    private static final String DUPLICATE_KEY = "23505";
    private static final int LOCK_TIMEOUT = 50200;
    private static final double MILLIS = 1000.0;
    // Of all stores of this JVM, which is where an H2 is shared.
    private static final Object INITIALIZING = new Object();

    private final JdbcOptions options;
    private final H2Sql sql;
    private final Sql texts;

    H2Dialect(JdbcOptions options) {
        this.options = options;
        this.sql = new H2Sql(options);
        this.texts = new Sql(sql.find, sql.writes, sql.writes, false, sql.nameOperation);
    }

    @Override
    public Sql sql() {
        return texts;
    }

    @Override
    public String folder() {
        return "h2";
    }

    /** Commits reach the file a while later by default, so that even a killed process may lose acknowledged ones. */
    @Override
    public StoreCapabilities inspect(Connection connection, boolean joined) throws SQLException {
        return Statements.execute(connection, "select h2version(), database_path(), readonly()", List.of(), answers -> {
            ResultSet row = answers.first();
            requireVersion(row.getString(1));
            if (row.getBoolean(3)) {
                throw Databases.refusal("The H2 database is read-only. Leave ACCESS_MODE_DATA=r out of the URL.");
            }
            boolean inMemory = row.getString(2) == null;
            String name = "H2 " + row.getString(1) + (inMemory ? " in memory" : "");
            return new StoreCapabilities(name, !inMemory, true, DurabilityClass.D);
        });
    }

    /** Claims draw a kind of random numbers that older ones do not have. */
    static void requireVersion(String version) {
        String[] numbers = version.split("[^0-9]", 3);
        boolean known = numbers.length > 1 && !numbers[0].isEmpty() && !numbers[1].isEmpty();
        if (!known || Integer.parseInt(numbers[0]) * 100 + Integer.parseInt(numbers[1]) < 204) {
            throw Databases.refusal("The H2 database is version " + version + "; 2.4 or newer is needed. Upgrade H2.");
        }
    }

    @Override
    public OptionalInt version(Connection connection) throws SQLException {
        boolean exists = Statements.execute(
                connection,
                // Capitals, as H2 keeps these names where it does not fold any.
                "select count(*) > 0 from INFORMATION_SCHEMA.TABLES where upper(TABLE_NAME) = 'SEMEL_SCHEMA'"
                        + " and TABLE_SCHEMA = " + (options.schema().isEmpty() ? "current_schema" : "?"),
                options.schema().isEmpty() ? List.of() : List.of(options.schema()),
                answers -> answers.first().getBoolean(1));
        return exists ? JdbcSchema.version(connection, options.qualified('"', "semel_schema")) : OptionalInt.empty();
    }

    @Override
    public void createTables(Connection connection, String script) throws SQLException {
        synchronized (INITIALIZING) {
            if (version(connection).isPresent()) {
                return;
            }
            if (options.schema().isEmpty()) {
                Statements.statements(connection, script);
                return;
            }
            String before =
                    Statements.execute(connection, "select current_schema", List.of(), answers -> answers.first()
                            .getString(1));
            Statements.script(connection, "create schema if not exists \"" + options.schema() + '"');
            Statements.script(connection, "set schema \"" + options.schema() + '"');
            try {
                Statements.statements(connection, script);
            } finally {
                Statements.script(connection, "set schema \"" + before.replace("\"", "\"\"") + '"');
            }
        }
    }

    @Override
    public boolean isInTransaction(Connection connection) throws SQLException {
        return Statements.execute(
                connection, "select transaction_id() is not null", List.of(), answers -> answers.first()
                        .getBoolean(1));
    }

    @Override
    public Object key(CellId cellId) {
        return cellId.toUuid();
    }

    @Override
    public Optional<Claim> claim(Connection connection, ClaimRequest request, ClaimValues values) throws SQLException {
        Optional<RecordRow> row = Verbs.read(this, connection, request.cellId());
        if (row.isPresent()) {
            Optional<Claim> decided = row.get().decides(request);
            return decided.isPresent() ? decided : takeOver(connection, request, values, row.get());
        }
        return insert(connection, request, values);
    }

    /**
     * Nothing here waits: of a row that somebody has inserted and not committed, the insert is told at once by a lock
     * timeout of zero, which no locking read would notice; a row that is there is locked first, if it is free.
     */
    @Override
    public Optional<Claim> joinedClaim(Connection connection, ClaimRequest request, ClaimValues values)
            throws SQLException {
        RecordRow.refuseUncommitted(connection.getTransactionIsolation() == Connection.TRANSACTION_READ_UNCOMMITTED);
        Optional<RecordRow> row = Verbs.read(this, connection, request.cellId());
        if (row.isEmpty()) {
            return insertAtOnce(connection, request, values);
        }
        Optional<Claim> decided = row.get().decides(request);
        return decided.isEmpty() && locks(connection, request.cellId())
                ? takeOver(connection, request, values, row.get())
                : decided;
    }

    private Optional<Claim> insertAtOnce(Connection connection, ClaimRequest request, ClaimValues values)
            throws SQLException {
        int before = lockTimeout(connection);
        Statements.script(connection, "set lock_timeout 0");
        try {
            return insert(connection, request, values);
        } catch (SQLException e) {
            if (e.getErrorCode() == LOCK_TIMEOUT) {
                return Optional.of(new Claim.Contended(true));
            }
            throw e;
        } finally {
            Statements.script(connection, "set lock_timeout " + before);
        }
    }

    private static int lockTimeout(Connection connection) throws SQLException {
        return Statements.execute(connection, "select lock_timeout()", List.of(), answers -> answers.first()
                .getInt(1));
    }

    private boolean locks(Connection connection, CellId cellId) throws SQLException {
        return Statements.execute(connection, sql.lockFree, List.of(key(cellId)), answers -> answers.rows()
                .next());
    }

    private Optional<Claim> insert(Connection connection, ClaimRequest request, ClaimValues values)
            throws SQLException {
        List<@Nullable Object> parameters = Arrays.asList(
                key(request.cellId()),
                request.id().node(),
                request.id().sequence(),
                values.operation(),
                values.scope(),
                values.payload(),
                values.lease(),
                values.retention());
        try {
            return Statements.execute(
                    connection, sql.insert, parameters, answers -> RecordRow.granted(request.cellId(), answers.rows()));
        } catch (SQLException e) {
            if (DUPLICATE_KEY.equals(e.getSQLState())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Optional<Claim> takeOver(Connection connection, ClaimRequest request, ClaimValues values, RecordRow read)
            throws SQLException {
        boolean gone = read.expired();
        List<@Nullable Object> parameters = new ArrayList<>(List.of(gone, gone, gone, gone));
        parameters.add(values.payload());
        parameters.addAll(List.of(request.id().node(), request.id().sequence(), values.lease(), values.retention()));
        parameters.addAll(List.of(key(request.cellId()), read.record().token().value()));
        parameters.addAll(List.of(gone, gone, request.terms().takesHeld()));
        return Statements.execute(
                connection, sql.takeOver, parameters, answers -> RecordRow.granted(request.cellId(), answers.rows()));
    }

    /** An insert waits for one that is not committed; a locking read for a takeover that is not. */
    @Override
    public Batches batches() {
        return Batches.NONE;
    }

    @Override
    public boolean committed(Connection connection, CellId cellId, FencingToken token, long millis)
            throws SQLException {
        int before = lockTimeout(connection);
        Statements.script(connection, "set lock_timeout " + millis);
        try {
            Statements.execute(connection, sql.probe, List.of(key(cellId)), Statements.Answers::count);
            connection.rollback();
            return false;
        } catch (SQLException e) {
            if (!DUPLICATE_KEY.equals(e.getSQLState())) {
                throw e;
            }
            return Statements.execute(connection, sql.lock + millis / MILLIS, List.of(key(cellId)), answers -> {
                ResultSet rows = answers.rows();
                return rows.next() && rows.getLong("fence") == token.value() && rows.getInt("state") == 1;
            });
        } finally {
            Statements.script(connection, "set lock_timeout " + before);
        }
    }

    @Override
    public int purge(Connection connection, int limit) throws SQLException {
        return Statements.atomically(connection, transaction -> {
            List<Object> keys = Statements.execute(transaction, sql.expired, List.of(limit), Statements::column);
            int deleted = 0;
            for (Object key : keys) {
                deleted += Statements.execute(transaction, sql.delete, List.of(key), Statements.Answers::count);
            }
            return deleted;
        });
    }

    @Override
    public List<Object> joinedLead(Lease lease) {
        return List.of();
    }
}
