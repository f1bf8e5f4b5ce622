/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.resource.ClientResources;
import java.util.List;

/** Clients with the defaults of Lettuce, which send commands again after a reconnect. */
final class Clients {
    private static final ClientResources SHARED = ClientResources.create();

    private Clients() {}

    static RedisClient of(RedisURI uri) {
        return RedisClient.create(SHARED, uri);
    }

    static RedisClient of(RedisProcess server) {
        return of(server.uri());
    }

    /** A client that never sends by itself what it may have sent before. */
    static RedisClient sendingOnce(RedisURI uri) {
        RedisClient client = of(uri);
        client.setOptions(ClientOptions.builder()
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .build());
        return client;
    }

    static RedisClusterClient of(TestCluster cluster) {
        return ofCluster(cluster.uris());
    }

    static RedisClusterClient ofCluster(List<RedisURI> nodes) {
        return RedisClusterClient.create(SHARED, nodes);
    }
}
