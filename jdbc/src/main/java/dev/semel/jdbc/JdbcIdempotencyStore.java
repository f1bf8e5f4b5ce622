/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import dev.semel.CellId;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.EffectMark;
import dev.semel.spi.IdempotencyRecord;
import dev.semel.spi.IdempotencyStore;
import dev.semel.spi.Lease;
import dev.semel.spi.RecordedResult;
import dev.semel.spi.StoreCapabilities;
import dev.semel.spi.StoreException;
import dev.semel.spi.WriteResult;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Records in a database, in leased mode: each verb is its own short transaction, independent of any of the caller's. The
 * database is PostgreSQL, MariaDB or H2, found out when the store is opened.
 *
 * <p>A claim, and a write that is applied, is one round trip in autocommit; a write that is not applied takes a second
 * one to say why. A claim that is refused writes nothing. The server cancels what takes longer than
 * {@link JdbcOptions#timeout()}, and a server that does not answer at all is given up a little later; what it was
 * doing is then {@link StoreException.Certainty#UNKNOWN}. On PostgreSQL results are flushed even where the role or
 * database defaults to {@code synchronous_commit=off}; other values of that setting are left as they are.
 *
 * <p>On PostgreSQL, claims and completions that come while others of this store are under way go together, as one
 * statement; each gets the answer that it would have got alone, and a lone one goes at once. See
 * {@link JdbcOptions#senders()}.
 *
 * <p>The isolation level is the pool's. On PostgreSQL READ COMMITTED, the default, is best; under REPEATABLE READ and
 * SERIALIZABLE a lost race is {@link StoreException.Certainty#TRANSIENT} rather than an answer.
 *
 * <p>Do not let operations of one name use this and {@link JdbcJoinedIdempotencyStore} on the same tables at once:
 * a claim here waits, up to the timeout, for a joined transaction that has not ended. Safe for use by many threads; the
 * pool stays the caller's to close.
 */
public final class JdbcIdempotencyStore implements IdempotencyStore {
    private final Connections connections;
    private final Connections reserved;
    private final OperationNames names;
    private final Verbs verbs;
    private final Gatherer<Batches.Claiming, Claim> claims;
    private final Gatherer<Batches.Completion, WriteResult> completions;
    private final StoreCapabilities capabilities;

    private JdbcIdempotencyStore(DataSource dataSource, DataSource reserved, JdbcOptions options) {
        Objects.requireNonNull(dataSource, "dataSource");
        Objects.requireNonNull(reserved, "reserved");
        Objects.requireNonNull(options, "options");
        Databases.Opened opened = Databases.open(dataSource, options, false);
        Dialect dialect = opened.dialect();
        this.capabilities = opened.capabilities();
        this.connections = new Connections(dataSource, options.timeout(), dialect);
        this.reserved = reserved == dataSource ? connections : new Connections(reserved, options.timeout(), dialect);
        if (reserved != dataSource) {
            Databases.open(reserved, options, false);
        }
        this.names = new OperationNames(dialect);
        this.verbs = new Verbs(dialect, names);
        int senders = dialect.batches().most() > 1 ? options.senders() : 0;
        this.claims = new Gatherer<>(
                connections, new GatheredVerbs.Claims(verbs, dialect.batches()), senders, options.timeout());
        this.completions = new Gatherer<>(
                this.reserved, new GatheredVerbs.Completions(verbs, dialect.batches()), senders, options.timeout());
    }

    /**
     * Opens the store with {@link JdbcOptions#DEFAULTS}.
     *
     * @param dataSource a pool of connections to the primary
     * @return the store
     * @throws StoreException see {@link #open(DataSource, JdbcOptions)}
     */
    public static JdbcIdempotencyStore open(DataSource dataSource) {
        return open(dataSource, JdbcOptions.DEFAULTS);
    }

    /**
     * Looks at server and schema, and opens the store.
     *
     * @param dataSource a pool of connections to the primary
     * @param options schema and limits
     * @return the store
     * @throws StoreException if the server cannot be reached, is of a product that is not supported, is read-only, may lose
     *     acknowledged records, or has no tables or such of an unknown version; the message says what to do
     */
    public static JdbcIdempotencyStore open(DataSource dataSource, JdbcOptions options) {
        return new JdbcIdempotencyStore(dataSource, dataSource, options);
    }

    /**
     * As {@link #open(DataSource, JdbcOptions)}, with connections set apart for the writes of attempts that run.
     *
     * <p>With one pool, actions that hold all of its connections keep their own leases from being renewed, and their
     * answers from being recorded: each write waits for as long as the pool lets it, leases end meanwhile, and another
     * attempt may run (fault matrix row 20). The few connections here are held for one statement at a time.
     *
     * @param dataSource a pool of connections to the primary, for claims, reads and the purge
     * @param reserved a small pool of connections to the same database, for renewals, completions, releases and holds,
     *     used by nothing else; two connections do. It stays the caller's to close
     * @param options schema and limits
     * @return the store
     * @throws StoreException as there, of either pool
     */
    public static JdbcIdempotencyStore open(DataSource dataSource, DataSource reserved, JdbcOptions options) {
        return new JdbcIdempotencyStore(dataSource, reserved, options);
    }

    @Override
    public StoreCapabilities capabilities() {
        return capabilities;
    }

    @Override
    public Claim claim(ClaimRequest request) {
        return claims.call(verbs.claiming(request));
    }

    @Override
    public WriteResult complete(Lease lease, RecordedResult result) {
        return completions.call(new Batches.Completion(lease, result));
    }

    @Override
    public WriteResult release(Lease lease) {
        return reserved.autocommit("release", connection -> verbs.release(new Verbs.Write(connection, lease, false)));
    }

    @Override
    public WriteResult renew(Lease lease, Duration duration, EffectMark mark) {
        return reserved.autocommit(
                "renew", connection -> verbs.renew(new Verbs.Write(connection, lease, false), duration, mark));
    }

    @Override
    public WriteResult hold(Lease lease) {
        return reserved.autocommit("hold", connection -> verbs.hold(new Verbs.Write(connection, lease, false)));
    }

    @Override
    public Optional<IdempotencyRecord> find(CellId cellId) {
        return connections.autocommit("find", connection -> verbs.find(connection, cellId));
    }

    @Override
    public int purge(int limit) {
        return connections.autocommit("purge", connection -> {
            names.write(connection);
            return verbs.purge(connection, limit);
        });
    }
}
