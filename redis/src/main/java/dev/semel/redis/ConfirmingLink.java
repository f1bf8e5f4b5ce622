/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Sends scripts with a {@code WAIT} behind each, in the same round trip, and believes only what enough replicas have.
 * {@code WAIT} keeps its connection busy until they do, so each has one for itself.
 *
 * <p>A new connection has written nothing, and {@code WAIT} on it agrees at once. A client that sends commands again
 * after a reconnect could so take a {@code WAIT} at a new master for the confirmation of a write at the old one. That is
 * why the connection is given a name first and asked for it last: after a reconnect between the two it does not know it.
 */
final class ConfirmingLink implements Link {
    static final int CONNECTIONS = 16;

    private static final int TRIES = 5;

    private final Servers servers;
    private final RedisOptions options;
    private final byte[] name = ("semel-" + UUID.randomUUID()).getBytes(StandardCharsets.US_ASCII);
    private final Semaphore free = new Semaphore(CONNECTIONS, true);
    private final Queue<Servers.OwnConnections> idle = new ConcurrentLinkedQueue<>();
    private final LongAdder confirmed = new LongAdder();
    private final LongAdder unconfirmed = new LongAdder();
    private volatile boolean closed;

    ConfirmingLink(Servers servers, RedisOptions options) {
        this.servers = servers;
        this.options = options;
    }

    Confirmations confirmations() {
        return new Confirmations(confirmed.sum(), unconfirmed.sum());
    }

    @Override
    public Reply send(Request request) {
        Answers answers = Answers.within(options.timeout());
        Servers.OwnConnections own = take(answers);
        try {
            return send(request, own, answers);
        } catch (Answers.Failed e) {
            throw Failures.of(request.verb(), e.reason());
        } finally {
            idle.add(own);
            free.release();
            if (closed) {
                closeIdle();
            }
        }
    }

    private Servers.OwnConnections take(Answers answers) {
        if (!answers.permit(free)) {
            throw Failures.notSent(null);
        }
        if (closed || !servers.isConnected()) {
            free.release();
            throw Failures.notSent(null);
        }
        Servers.OwnConnections own = idle.poll();
        return own != null ? own : open();
    }

    private Servers.OwnConnections open() {
        try {
            return servers.ownConnections();
        } catch (RuntimeException e) {
            free.release();
            throw Failures.notSent(e);
        }
    }

    private Reply send(Request request, Servers.OwnConnections own, Answers answers) throws Answers.Failed {
        Flight flight = new Flight(request, answers, false, false);
        StatefulRedisConnection<byte[], byte[]> master = connected(own.masterOf(request.keys()[0]), answers);
        for (int i = 1; ; i++) {
            try {
                return flight.over(master);
            } catch (Answers.Failed e) {
                Optional<Redirection> redirection = Redirection.in(e.reason());
                if (i == TRIES || (redirection.isEmpty() && !(e.reason() instanceof RedisNoScriptException))) {
                    throw e;
                }
                if (redirection.isPresent()) {
                    master = connected(own.at(redirection.get()), answers);
                }
                boolean asking = redirection.filter(Redirection::once).isPresent();
                flight = new Flight(request, answers, redirection.isEmpty() || flight.inFull, asking);
            }
        }
    }

    /** A copy, because what comes too late is cancelled, and others may wait for the same connection. */
    private static StatefulRedisConnection<byte[], byte[]> connected(
            CompletableFuture<StatefulRedisConnection<byte[], byte[]>> connection, Answers answers)
            throws Answers.Failed {
        return answers.of(connection.copy());
    }

    @Override
    public void close() {
        closed = true;
        closeIdle();
    }

    private void closeIdle() {
        for (Servers.OwnConnections own = idle.poll(); own != null; own = idle.poll()) {
            own.close();
        }
    }

    /** One script with what goes before and behind it, sent at once. */
    private final class Flight {
        private final Request request;
        private final Answers answers;
        private final boolean inFull;
        private final boolean asking;

        private Flight(Request request, Answers answers, boolean inFull, boolean asking) {
            this.request = request;
            this.answers = answers;
            this.inFull = inFull;
            this.asking = asking;
        }

        private Reply over(StatefulRedisConnection<byte[], byte[]> connection) throws Answers.Failed {
            if (!connection.isOpen()) {
                throw Failures.notSent(null);
            }
            RedisAsyncCommands<byte[], byte[]> commands = connection.async();
            connection.setAutoFlushCommands(false);
            RedisFuture<String> named = commands.clientSetname(name);
            Future<String> asked = asking ? commands.asking() : named;
            RedisFuture<List<@Nullable Object>> script = inFull ? request.inFull(commands) : request.byDigest(commands);
            RedisFuture<Long> replicas = commands.waitForReplication(
                    options.confirmingReplicas(), options.confirmingTimeout().toMillis());
            RedisFuture<byte[]> sameName = commands.clientGetname();
            connection.flushCommands();
            try {
                Reply reply = new Reply(request.cellId(), answers.of(script));
                if (reply.isCountedOn()) {
                    requireConfirmed(replicas, sameName);
                }
                return reply;
            } finally {
                forget(named, asked, replicas, sameName);
            }
        }

        private void requireConfirmed(Future<Long> replicas, Future<byte[]> sameName) throws Answers.Failed {
            boolean enough = false;
            try {
                enough = answers.of(replicas) >= options.confirmingReplicas()
                        && Arrays.equals(answers.of(sameName), name);
            } finally {
                (enough ? confirmed : unconfirmed).increment();
            }
            if (!enough) {
                throw Failures.unknown(
                        request.verb(),
                        "Fewer replicas than " + options.confirmingReplicas() + " have it, and a failover may lose it.",
                        null);
            }
        }

        /** So that none that is still to be sent, the connection being lost, is sent later. */
        private static void forget(Future<?>... futures) {
            for (Future<?> future : futures) {
                future.cancel(false);
            }
        }
    }
}
