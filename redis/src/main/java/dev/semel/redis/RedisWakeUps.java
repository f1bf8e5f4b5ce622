/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import dev.semel.CellId;
import dev.semel.spi.StoreException;
import dev.semel.spi.WakeUpMessage;
import dev.semel.spi.WakeUps;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.BaseRedisAsyncCommands;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Wake-ups by publish and subscribe in Redis or Valkey, on two connections of their own, the client's threads and none
 * besides. One message is under way at a time and nobody waits for it; announcements that come meanwhile go together.
 *
 * <p>The channel is the store's namespace and {@code :wake-up}. In a Cluster a plain {@code PUBLISH} reaches the
 * subscribers of all servers. The client connects and subscribes again by itself; calls that wait poll meanwhile, and look
 * once when it has.
 *
 * <p>Safe for use by many threads. Closing closes the two connections; the client stays the caller's.
 */
public final class RedisWakeUps implements WakeUps, AutoCloseable {
    static final int MOST_PENDING = 4096;

    private final Lines lines;
    private final String channel;
    private final BlockingQueue<CellId> pending = new ArrayBlockingQueue<>(MOST_PENDING);
    private final AtomicBoolean underWay = new AtomicBoolean();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    /** A connection that has subscribed may do nothing else in the older protocol, so there are two. */
    private record Lines(
            StatefulRedisPubSubConnection<String, String> hearing,
            StatefulConnection<String, String> saying,
            BaseRedisAsyncCommands<String, String> commands) {
        static Lines of(RedisClient client) {
            StatefulRedisConnection<String, String> saying = client.connect(StringCodec.UTF8);
            return of(() -> client.connectPubSub(StringCodec.UTF8), saying, saying.async());
        }

        static Lines of(RedisClusterClient client) {
            StatefulRedisClusterConnection<String, String> saying = client.connect(StringCodec.UTF8);
            return of(() -> client.connectPubSub(StringCodec.UTF8), saying, saying.async());
        }

        private static Lines of(
                Supplier<StatefulRedisPubSubConnection<String, String>> connecting,
                StatefulConnection<String, String> saying,
                BaseRedisAsyncCommands<String, String> commands) {
            try {
                return new Lines(connecting.get(), saying, commands);
            } catch (RuntimeException e) {
                saying.close();
                throw e;
            }
        }

        void close() {
            hearing.close();
            saying.close();
        }
    }

    private RedisWakeUps(Lines lines, RedisOptions options) {
        this.lines = lines;
        this.channel = options.namespace() + ":wake-up";
        lines.hearing().addListener(new Hearing());
    }

    /**
     * Opens the channel of a store with {@link RedisOptions#DEFAULTS}.
     *
     * @param client of a server, or of Sentinel
     * @return the channel
     * @throws StoreException see {@link #open(RedisClient, RedisOptions)}
     */
    public static RedisWakeUps open(RedisClient client) {
        return open(client, RedisOptions.DEFAULTS);
    }

    /**
     * Opens the channel of a store.
     *
     * @param client of a server, or of Sentinel; the store's will do
     * @param options those of the store: its namespace, and the timeout
     * @return the channel; close it after the executors
     * @throws StoreException if the server cannot be reached, or does not let the user publish and subscribe; the message
     *     says what to do
     */
    public static RedisWakeUps open(RedisClient client, RedisOptions options) {
        Objects.requireNonNull(client, "client");
        return open(() -> Lines.of(client), options);
    }

    /**
     * Opens the channel of a store in a Cluster with {@link RedisOptions#DEFAULTS}.
     *
     * @param client of the Cluster
     * @return the channel
     * @throws StoreException see {@link #open(RedisClient, RedisOptions)}
     */
    public static RedisWakeUps open(RedisClusterClient client) {
        return open(client, RedisOptions.DEFAULTS);
    }

    /**
     * Opens the channel of a store in a Cluster.
     *
     * @param client of the Cluster; the store's will do
     * @param options those of the store: its namespace, and the timeout
     * @return the channel; close it after the executors
     * @throws StoreException as there
     */
    public static RedisWakeUps open(RedisClusterClient client, RedisOptions options) {
        Objects.requireNonNull(client, "client");
        return open(() -> Lines.of(client), options);
    }

    private static RedisWakeUps open(Supplier<Lines> connecting, RedisOptions options) {
        Objects.requireNonNull(options, "options");
        Lines lines;
        try {
            lines = connecting.get();
        } catch (RedisException e) {
            throw ServerCheck.unreachable(e);
        }
        try {
            RedisWakeUps opened = new RedisWakeUps(lines, options);
            opened.subscribe(options.timeout());
            return opened;
        } catch (RuntimeException e) {
            lines.close();
            throw e;
        }
    }

    /** And publishes about a cell that nobody has, so that a missing permission is told now. */
    private void subscribe(Duration timeout) {
        Answers answers = Answers.within(timeout);
        String nobodys = new WakeUpMessage(List.of(CellId.of(UUID.randomUUID()))).text();
        try {
            answers.of(lines.hearing().async().subscribe(channel));
            answers.of(lines.commands().publish(channel, nobodys));
        } catch (Answers.Failed e) {
            throw ServerCheck.refusal(
                    "Redis does not let the user publish and subscribe for wake-ups: give it +publish, +subscribe and &"
                            + channel + ".",
                    e.reason());
        }
    }

    @Override
    public void announce(CellId cellId) {
        pending.offer(cellId); // dropped if there are too many
        publish();
    }

    /** Unless a message is under way, which does it when it has arrived. */
    private void publish() {
        while (!pending.isEmpty() && underWay.compareAndSet(false, true)) {
            List<CellId> batch = new ArrayList<>();
            pending.drainTo(batch, WakeUpMessage.MOST_CELLS);
            if (batch.isEmpty()) {
                underWay.set(false);
            } else {
                publish(new WakeUpMessage(batch));
            }
        }
    }

    private void publish(WakeUpMessage message) {
        try {
            lines.commands().publish(channel, message.text()).whenComplete((receivers, failure) -> {
                underWay.set(false);
                publish();
            });
        } catch (RuntimeException e) { // the client is closed, or holds too many commands; this message is lost
            underWay.set(false);
        }
    }

    @Override
    public Registration listen(Listener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** Closes the connections. May be called again. */
    @Override
    public void close() {
        lines.close();
    }

    int pending() {
        return pending.size();
    }

    /** On a thread of the client. */
    private final class Hearing extends RedisPubSubAdapter<String, String> {
        @Override
        public void message(String from, String text) {
            WakeUpMessage.read(text).ifPresent(message -> message.cells()
                    .forEach(cell -> listeners.forEach(listener -> listener.changed(cell))));
        }

        /** At first, and after each time that the client has connected anew. */
        @Override
        public void subscribed(String to, long count) {
            listeners.forEach(Listener::missed);
        }
    }
}
