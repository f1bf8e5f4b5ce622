/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.cluster.RedisClusterClient;
import java.util.ArrayDeque;
import java.util.Deque;

/** What a test has opened, to be closed after it. */
final class Opened implements AutoCloseable {
    private final Deque<AutoCloseable> all = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T one) {
        all.push(one);
        return one;
    }

    /** A store with a client of its own. */
    RedisIdempotencyStore on(RedisProcess server, RedisOptions options) {
        return by(Clients.of(server), options);
    }

    /** A store whose client sends nothing again. */
    RedisIdempotencyStore onceOn(RedisProcess server, RedisOptions options) {
        return by(Clients.sendingOnce(server.uri()), options);
    }

    RedisIdempotencyStore by(RedisClient client, RedisOptions options) {
        all.push(client::shutdown);
        return add(RedisIdempotencyStore.open(client, options));
    }

    RedisIdempotencyStore on(TestCluster cluster, RedisOptions options) {
        RedisClusterClient client = Clients.of(cluster);
        all.push(client::shutdown);
        return add(RedisIdempotencyStore.open(client, options));
    }

    @Override
    public void close() {
        while (!all.isEmpty()) {
            try {
                all.pop().close();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }
}
