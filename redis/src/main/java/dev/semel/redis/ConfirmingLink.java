/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
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

    private final RedisOptions options;
    private final byte[] name = ("semel-" + UUID.randomUUID()).getBytes(StandardCharsets.US_ASCII);
    // Apart, so that however many claims wait for a replica that lags, the answers of those that were granted are
    // written.
    private final ConnectionPool forClaims;
    private final ConnectionPool forFenced;
    private final LongAdder confirmed = new LongAdder();
    private final LongAdder unconfirmed = new LongAdder();

    ConfirmingLink(Servers servers, RedisOptions options) {
        this.options = options;
        this.forClaims = new ConnectionPool(servers, CONNECTIONS);
        this.forFenced = new ConnectionPool(servers, CONNECTIONS);
    }

    Confirmations confirmations() {
        return new Confirmations(confirmed.sum(), unconfirmed.sum());
    }

    @Override
    public Reply send(Request request) {
        Answers answers = Answers.within(options.timeout());
        ConnectionPool pool = request.form().fenced() ? forFenced : forClaims;
        Servers.OwnConnections own = pool.take(request.firstKey(), answers);
        Sendings sendings = new Sendings(request);
        try {
            return send(sendings, own, answers);
        } catch (Answers.Failed e) {
            throw Failures.of(sendings, e.reason());
        } catch (RedisException e) {
            throw Failures.of(sendings, e);
        } finally {
            pool.giveBack(own);
        }
    }

    private Reply send(Sendings sendings, Servers.OwnConnections own, Answers answers) throws Answers.Failed {
        byte[] key = sendings.request().firstKey();
        String host = own.hostOf(key);
        StatefulRedisConnection<byte[], byte[]> master = connected(own.masterOf(key), answers);
        Flight flight = new Flight(sendings, answers, false, false);
        for (int i = 1; ; i++) {
            try {
                return flight.over(master);
            } catch (Answers.Failed e) {
                Optional<Redirection> redirection = Redirection.in(e.reason(), host);
                if (i == TRIES || (redirection.isEmpty() && !(e.reason() instanceof RedisNoScriptException))) {
                    throw e;
                }
                if (redirection.isPresent()) {
                    host = redirection.get().host();
                    master = connected(own.at(redirection.get()), answers);
                }
                boolean asking = redirection.filter(Redirection::once).isPresent();
                flight = new Flight(sendings, answers, redirection.isEmpty() || flight.inFull, asking);
            }
        }
    }

    /** A copy, because what comes too late is cancelled, and others may wait for the same connection. */
    private static StatefulRedisConnection<byte[], byte[]> connected(
            CompletableFuture<StatefulRedisConnection<byte[], byte[]>> connection, Answers answers)
            throws Answers.Failed {
        try {
            return answers.of(connection.copy());
        } catch (Answers.Failed e) {
            // Also if it was not opened in time: nothing was given to the client that it could send later.
            throw new Answers.Failed(new RedisConnectionException("The connection could not be opened.", e.reason()));
        }
    }

    @Override
    public void close() {
        forClaims.close();
        forFenced.close();
    }

    /** One script with what goes before and behind it, sent at once. */
    private final class Flight {
        private final Sendings sendings;
        private final Answers answers;
        private final boolean inFull;
        private final boolean asking;

        private Flight(Sendings sendings, Answers answers, boolean inFull, boolean asking) {
            this.sendings = sendings;
            this.answers = answers;
            this.inFull = inFull;
            this.asking = asking;
        }

        private Reply over(StatefulRedisConnection<byte[], byte[]> connection) throws Answers.Failed {
            if (!connection.isOpen()) {
                throw new Answers.Failed(new RedisConnectionException("The connection has been lost."));
            }
            RedisAsyncCommands<byte[], byte[]> commands = connection.async();
            connection.setAutoFlushCommands(false);
            RedisFuture<String> named = commands.clientSetname(name);
            Future<String> asked = asking ? commands.asking() : named;
            RedisFuture<List<@Nullable Object>> script =
                    inFull ? sendings.inFull(commands) : sendings.byDigest(commands);
            RedisFuture<Long> replicas = commands.waitForReplication(
                    options.confirmingReplicas(), options.confirmingTimeout().toMillis());
            RedisFuture<byte[]> sameName = commands.clientGetname();
            connection.flushCommands();
            try {
                Reply reply = Reply.to(sendings.request(), answers.of(script));
                if (reply.isCountedOn()) {
                    requireConfirmed(replicas, sameName);
                }
                return reply;
            } finally {
                forget(named, asked, replicas, sameName);
            }
        }

        /** The script has run: whatever goes wrong from here on leaves only open who has what it wrote. */
        private void requireConfirmed(Future<Long> replicas, Future<byte[]> sameName) {
            boolean enough = false;
            Throwable reason = null;
            try {
                enough = answers.of(replicas) >= options.confirmingReplicas()
                        && Arrays.equals(answers.of(sameName), name);
            } catch (Answers.Failed e) {
                reason = e.reason();
            } finally {
                (enough ? confirmed : unconfirmed).increment();
            }
            if (!enough) {
                throw Failures.unknown(
                        sendings.request().verb(),
                        "It is not known that " + options.confirmingReplicas()
                                + " replicas have it, and a failover may lose it.",
                        reason);
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
