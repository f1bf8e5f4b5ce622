/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import dev.semel.CellId;
import dev.semel.FencingToken;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.EffectMark;
import dev.semel.spi.IdempotencyRecord;
import dev.semel.spi.JoinedIdempotencyStore;
import dev.semel.spi.Lease;
import dev.semel.spi.RecordedResult;
import dev.semel.spi.StoreCapabilities;
import dev.semel.spi.StoreException;
import dev.semel.spi.Transaction;
import dev.semel.spi.WriteResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Records in a database, in joined mode: the verbs are statements of the caller's transaction, on its connection. The
 * database is PostgreSQL, MariaDB or H2, found out when the store is opened.
 *
 * <p>A first request costs two executes in that transaction (claim, complete; on MariaDB and H2 three) and no commit of
 * its own; a replay one. A claim never waits for another transaction and leaves the caller's usable, whatever it answers.
 * (A write does wait if its claim was in an earlier transaction and another one is about to take over.) A statement that
 * <em>fails</em> breaks the transaction on PostgreSQL; since nothing was committed, the failure is definite on each
 * database. On PostgreSQL, under REPEATABLE READ and SERIALIZABLE, a lost race is such a failure, as
 * {@link StoreException.Certainty#TRANSIENT}: run the whole transaction again.
 *
 * <p>Do not create or change tables in such a transaction on MariaDB or H2: that commits it half-way.
 *
 * <p>On PostgreSQL the caller's commit flushes even where {@code synchronous_commit} defaults to {@code off}, because a
 * verb lifts it to {@code on} until the end of the transaction; and a claim keeps at most two advisory locks, by hashed
 * numbers, until then. A statement timeout is the caller's affair here; a server that does not answer at all is given up
 * as in {@link JdbcIdempotencyStore}. Safe for use by many threads, each in its own transaction; the pool stays the
 * caller's to close.
 */
public final class JdbcJoinedIdempotencyStore implements JoinedIdempotencyStore {
    private final Transactions transactions;
    private final Connections connections;
    private final int silenceMillis;
    private final Dialect dialect;
    private final OperationNames names;
    private final Verbs verbs;
    private final StoreCapabilities capabilities;

    private JdbcJoinedIdempotencyStore(Transactions transactions, JdbcOptions options) {
        this.transactions = Objects.requireNonNull(transactions, "transactions");
        Databases.Opened opened = Databases.open(transactions.dataSource(), options, true);
        this.dialect = opened.dialect();
        this.capabilities = opened.capabilities();
        this.connections = new Connections(transactions.dataSource(), options.timeout(), dialect);
        this.silenceMillis = Connections.silenceMillis(options.timeout());
        this.names = new OperationNames(dialect);
        this.verbs = new Verbs(dialect, names);
    }

    /**
     * Opens the store with {@link JdbcOptions#DEFAULTS}.
     *
     * @param transactions how to join the caller's transactions
     * @return the store
     * @throws StoreException see {@link #open(Transactions, JdbcOptions)}
     */
    public static JdbcJoinedIdempotencyStore open(Transactions transactions) {
        return open(transactions, JdbcOptions.DEFAULTS);
    }

    /**
     * Looks at server and schema, and opens the store.
     *
     * @param transactions how to join the caller's transactions
     * @param options schema and limits
     * @return the store
     * @throws StoreException if the server cannot be reached, is of a product that is not supported, is read-only, may lose
     *     acknowledged records, or has no tables or such of an unknown version; the message says what to do
     */
    public static JdbcJoinedIdempotencyStore open(Transactions transactions, JdbcOptions options) {
        return new JdbcJoinedIdempotencyStore(transactions, options);
    }

    @Override
    public StoreCapabilities capabilities() {
        return capabilities;
    }

    @Override
    public Transaction begin() {
        return transactions.begin();
    }

    @Override
    public Transaction beginToRecord() {
        return transactions.begin();
    }

    @Override
    public Claim claim(ClaimRequest request) {
        return joined("claim", connection -> verbs.joinedClaim(connection, request));
    }

    @Override
    public WriteResult complete(Lease lease, RecordedResult result) {
        return joined("complete", connection -> verbs.complete(new Verbs.Write(connection, lease, true), result));
    }

    @Override
    public WriteResult release(Lease lease) {
        return joined("release", connection -> verbs.release(new Verbs.Write(connection, lease, true)));
    }

    @Override
    public WriteResult renew(Lease lease, Duration duration, EffectMark mark) {
        return joined("renew", connection -> verbs.renew(new Verbs.Write(connection, lease, true), duration, mark));
    }

    @Override
    public WriteResult hold(Lease lease) {
        return joined("hold", connection -> verbs.hold(new Verbs.Write(connection, lease, true)));
    }

    @Override
    public Optional<IdempotencyRecord> find(CellId cellId) {
        return anywhere("find", connection -> verbs.find(connection, cellId));
    }

    @Override
    public int purge(int limit) {
        boolean own = !transactions.isActive();
        return anywhere("purge", connection -> {
            if (own) {
                names.write(connection);
            }
            return verbs.purge(connection, limit);
        });
    }

    /**
     * {@inheritDoc}
     *
     * <p>Waits for the transaction of the completion to end, and reads after that; false says nothing once the record's
     * retention has passed. If the limit passes first, the answer is a {@link StoreException} with
     * {@link StoreException.Certainty#TRANSIENT}: ask again.
     */
    @Override
    public boolean committed(CellId cellId, FencingToken token, Duration limit) {
        long millis = Math.max(1, Math.min(limit.toMillis(), Integer.MAX_VALUE / 4));
        return connections.transaction(
                "tell whether a transaction committed",
                Duration.ofMillis(millis),
                connection -> dialect.committed(connection, cellId, token, millis));
    }

    private <T> T joined(String verb, Connections.Work<T> work) {
        Connection connection = transactions.connection();
        try {
            if (connection.getAutoCommit()) {
                throw new IllegalStateException("The connection of the transaction is in autocommit mode.");
            }
            return Connections.bounded(connection, silenceMillis, work);
        } catch (SQLException e) {
            throw SqlErrors.joinedStatementFailed(verb, e);
        }
    }

    private <T> T anywhere(String verb, Connections.Work<T> work) {
        return transactions.isActive() ? joined(verb, work) : connections.autocommit(verb, work);
    }
}
