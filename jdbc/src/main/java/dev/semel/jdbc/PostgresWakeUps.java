/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import dev.semel.CellId;
import dev.semel.jdbc.PgNotifications.Notification;
import dev.semel.jdbc.StandingConnection.UnfitException;
import dev.semel.spi.StoreException;
import dev.semel.spi.WakeUpMessage;
import dev.semel.spi.WakeUps;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Wake-ups by PostgreSQL's {@code LISTEN} and {@code NOTIFY}, on two connections of their own. Nothing is sent in a
 * caller's transaction or on its thread: announcements are gathered, and a daemon thread sends all that came meanwhile as
 * one statement. A second daemon thread listens.
 *
 * <p>The channel is that of one set of {@code semel_} tables, so that two schemas of a database do not mix. Every role
 * of the database may listen to it and send to it; what travels are names of cells, keyed hashes as in the tables.
 *
 * <p>Connections that break are opened again after a pause that grows from a tenth of a second to half a minute; waiting
 * calls poll meanwhile and look once when the channel works again. Poolers in transaction mode do not carry {@code
 * LISTEN}: this notices, tells so in one line of the log and lets calls poll. Give it a {@code DataSource} that goes
 * straight to the server then.
 *
 * <p>Safe for use by many threads. Closing ends the threads and gives the connections back.
 */
public final class PostgresWakeUps implements WakeUps, AutoCloseable {
    static final int MOST_PENDING = 4096;

    private static final long GATHERING_NANOS = Duration.ofMillis(5).toNanos();
    private static final Duration LOOKS = Duration.ofSeconds(10);
    private static final int SLICE_MILLIS = 250;
    private static final Duration PROBE_PATIENCE = Duration.ofSeconds(5);
    /** Nothing is lost that matters, so that its commit need not be flushed. */
    private static final String NOTIFY = "select set_config('synchronous_commit', 'off', true), pg_notify(?, ?)";

    private static final String NOT_CARRIED = "Notifications do not come through to this node, as behind a pooler in"
            + " transaction mode. Give the wake-ups a DataSource that goes straight to the server.";

    private final BlockingQueue<CellId> pending = new ArrayBlockingQueue<>(MOST_PENDING);
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final StandingConnection listening;
    private final StandingConnection announcing;
    private final String table;
    private final int silenceMillis;
    private volatile @Nullable CellId probe;
    private volatile boolean probeSent;

    private PostgresWakeUps(DataSource dataSource, JdbcOptions options) {
        this.table = options.qualified('"', "semel_record");
        this.silenceMillis = Connections.silenceMillis(options.timeout());
        this.listening = new StandingConnection("semel-wake-up-listener", dataSource, this::hearAll);
        this.announcing = new StandingConnection("semel-wake-up-announcer", dataSource, this::sendAll);
        if (!(Databases.dialect(dataSource, options) instanceof PostgresDialect dialect)) {
            throw Databases.refusal("This database has no wake-ups: PostgreSQL (LISTEN) and Redis have. Leave them"
                    + " out, and calls that wait for another node poll.");
        }
        new Connections(dataSource, options.timeout(), dialect).autocommit("tell its channel", connection -> {
            PgNotifications.of(connection);
            return channel(connection);
        });
    }

    /**
     * Opens the channel of a store with {@link JdbcOptions#DEFAULTS}.
     *
     * @param dataSource see {@link #open(DataSource, JdbcOptions)}
     * @return the channel
     * @throws StoreException as there
     */
    public static PostgresWakeUps open(DataSource dataSource) {
        return open(dataSource, JdbcOptions.DEFAULTS);
    }

    /**
     * Looks at database, driver and tables, and opens the channel of a store, leased or joined or both.
     *
     * @param dataSource the store's or another of the same database, for example one that passes by a pooler. Two of its
     *     connections are kept until this is closed: make a pool that much larger, and expect its leak detection to name
     *     them
     * @param options those of the store: its schema, and the timeout
     * @return the channel; close it after the executors
     * @throws StoreException if the server cannot be reached, is none of PostgreSQL, is talked to by another driver than
     *     its own (org.postgresql), or has no tables; the message says what to do
     */
    public static PostgresWakeUps open(DataSource dataSource, JdbcOptions options) {
        Objects.requireNonNull(dataSource, "dataSource");
        Objects.requireNonNull(options, "options");
        PostgresWakeUps opened = new PostgresWakeUps(dataSource, options);
        opened.announcing.start();
        opened.listening.start();
        return opened;
    }

    @Override
    public void announce(CellId cellId) {
        pending.offer(cellId); // dropped if there are too many
    }

    @Override
    public Registration listen(Listener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** Ends the threads and gives the connections back. May be called again. */
    @Override
    public void close() {
        announcing.close();
        listening.close();
    }

    int pending() {
        return pending.size();
    }

    private String channel(Connection connection) throws SQLException {
        return Statements.execute(connection, "select to_regclass(?)::oid::bigint", List.of(table), answers -> {
            ResultSet row = answers.first();
            long oid = row.getLong(1);
            if (row.wasNull()) {
                throw Databases.refusal("The semel_ tables are missing where the wake-ups look. Open the store before,"
                        + " and give both the same JdbcOptions.");
            }
            return "semel_" + oid;
        });
    }

    private void sendAll(StandingConnection standing, Connection connection) throws SQLException {
        String channel = bounded(connection, this::channel);
        standing.works();
        while (!standing.isClosed()) {
            List<CellId> batch = nextBatch();
            if (batch.isEmpty()) {
                look(connection);
            } else {
                send(connection, channel, batch);
                LockSupport.parkNanos(this, GATHERING_NANOS);
            }
        }
    }

    /** All that came meanwhile, as far as it goes into one message; empty after a while in which nothing came. */
    private List<CellId> nextBatch() {
        List<CellId> batch = new ArrayList<>();
        try {
            CellId first = pending.poll(LOOKS.toMillis(), TimeUnit.MILLISECONDS);
            if (first != null) {
                batch.add(first);
                pending.drainTo(batch, WakeUpMessage.MOST_CELLS - 1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // by close
        }
        return batch;
    }

    private void send(Connection connection, String channel, List<CellId> batch) throws SQLException {
        List<String> values = List.of(channel, new WakeUpMessage(batch).text());
        bounded(connection, each -> Statements.execute(each, NOTIFY, values, answers -> answers.first() != null));
        CellId probed = probe;
        if (probed != null && batch.contains(probed)) {
            probeSent = true;
        }
    }

    private void hearAll(StandingConnection standing, Connection connection) throws SQLException {
        PgNotifications notifications = PgNotifications.of(connection);
        String channel = bounded(connection, this::channel);
        requireOwnSession(connection, notifications);
        bounded(connection, each -> run(each, "listen " + channel));
        requireEcho(notifications, channel);
        standing.works();
        listeners.forEach(Listener::missed);
        long lookedAt = System.nanoTime();
        while (!standing.isClosed()) {
            hear(notifications.await(SLICE_MILLIS), channel);
            if (System.nanoTime() - lookedAt > LOOKS.toNanos()) {
                look(connection);
                lookedAt = System.nanoTime();
            }
        }
        bounded(connection, each -> run(each, "unlisten " + channel));
    }

    /** Before it listens: a pooler would hand the session, listening, to somebody who never fetches what it hears. */
    private void requireOwnSession(Connection connection, PgNotifications notifications) throws SQLException {
        int process = bounded(
                connection,
                each -> Statements.execute(each, "select pg_backend_pid()", List.of(), answers -> answers.first()
                        .getInt(1)));
        if (process != notifications.process()) {
            throw new UnfitException(NOT_CARRIED);
        }
    }

    /** Nothing is more telling than a message that comes back: one about a cell that nobody has. */
    private void requireEcho(PgNotifications notifications, String channel) throws SQLException {
        CellId sent = CellId.of(UUID.randomUUID());
        probeSent = false;
        probe = sent;
        long until = System.nanoTime() + PROBE_PATIENCE.toNanos();
        do {
            if (System.nanoTime() - until > 0 || listening.isClosed()) {
                throw probeSent
                        ? new UnfitException(NOT_CARRIED)
                        : new SQLException("Nothing could be announced to try whether it comes through.", "08000");
            }
            pending.offer(sent); // again and again: one that is given to a broken connection is lost
        } while (!hear(notifications.await(SLICE_MILLIS), channel).contains(sent));
        probe = null;
    }

    private List<CellId> hear(List<Notification> notifications, String channel) {
        List<CellId> cells = notifications.stream()
                .filter(each -> each.channel().equals(channel))
                .flatMap(each -> WakeUpMessage.read(each.text()).stream())
                .flatMap(message -> message.cells().stream())
                .toList();
        cells.forEach(cell -> listeners.forEach(listener -> listener.changed(cell)));
        return cells;
    }

    /** A connection that died in silence is noticed here. */
    private void look(Connection connection) throws SQLException {
        bounded(connection, each -> run(each, "select 1"));
    }

    private static boolean run(Connection connection, String sql) throws SQLException {
        Statements.script(connection, sql);
        return true;
    }

    private <T extends @Nullable Object> T bounded(Connection connection, Connections.Work<T> work)
            throws SQLException {
        return Connections.bounded(connection, silenceMillis, work);
    }
}
