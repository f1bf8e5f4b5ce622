/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.demo;

import dev.semel.examples.servers.H2Server;
import dev.semel.examples.servers.LeftoverServer;
import dev.semel.examples.servers.MariaDbServer;
import dev.semel.examples.servers.RedisCluster;
import dev.semel.examples.servers.RedisServer;
import dev.semel.examples.servers.ServerException;
import dev.semel.examples.servers.ServerFolder;
import io.lettuce.core.cluster.RedisClusterURIUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What keeps the payments and the records of their keys: servers of the user's, or of our own within the data folder. */
final class DemoStorage {

    private static final int CONNECT_MILLIS = 3000;

    private final DemoOptions.Storage wanted;
    private final Parts parts;
    private final Consumer<String> progress;

    DemoStorage(DemoOptions.Storage wanted, Parts parts, Consumer<String> progress) {
        this.wanted = wanted;
        this.parts = parts;
        this.progress = progress;
    }

    /**
     * How the service reaches it.
     *
     * @param store which servers these are
     * @param jdbcUrl of the payments, and of the records where they lie beside them
     * @param redisUrl of the records; null where they lie beside the payments
     */
    record Reached(DemoStore store, String jdbcUrl, @Nullable String redisUrl) {

        /** For the service's command line; all else is in its files of settings. */
        List<String> settings() {
            List<String> settings = new ArrayList<>(List.of("--spring.datasource.url=" + jdbcUrl));
            if (redisUrl != null) {
                settings.add("--spring.profiles.active=" + store.profiles());
                settings.add(
                        store == DemoStore.REDIS
                                ? "--spring.data.redis.url=" + redisUrl
                                : "--spring.data.redis.cluster.nodes=" + redisUrl.substring("redis://".length()));
            }
            return settings;
        }
    }

    /**
     * Starts what the user has not named, and returns when all of it answers.
     *
     * @throws DemoException if a server does not start, or the user's cannot be reached
     */
    Reached start(DataFolder folder) {
        var jdbcUrl = wanted.jdbcUrl() == null ? ownDatabase(folder) : given(wanted.jdbcUrl());
        return new Reached(wanted.store(), jdbcUrl, wanted.store().isRedis() ? redis(folder) : null);
    }

    /**
     * Stops whatever servers a killed demo left running on the folder, of this store and of others. No demo may run on it.
     *
     * @param progress is told of each
     */
    static void stopLeftovers(DataFolder folder, Consumer<String> progress) {
        List<LeftoverServer> all = new ArrayList<>(RedisCluster.leftovers(folder.server(DemoStore.REDIS_CLUSTER)));
        all.add(RedisServer.leftover(folder.server(DemoStore.REDIS)));
        all.add(MariaDbServer.leftover(folder.server(DemoStore.MARIADB)));
        all.add(DemoDatabase.leftover(folder.postgres()));
        all.forEach(server -> server.stop(progress));
    }

    private String ownDatabase(DataFolder folder) {
        return switch (wanted.store()) {
            case POSTGRES, REDIS, REDIS_CLUSTER ->
                parts.start("PostgreSQL", () -> DemoDatabase.start(folder, progress))
                        .jdbcUrl();
            case MARIADB ->
                own("MariaDB", "--jdbc-url", () -> MariaDbServer.start(kept(folder)))
                        .url();
            case H2 ->
                own("H2", "--jdbc-url", () -> H2Server.inFile(folder.server(DemoStore.H2)))
                        .url();
        };
    }

    private String redis(DataFolder folder) {
        if (wanted.redisUrl() != null) {
            requireReached(wanted.redisUrl());
            progress.accept("using Redis at " + withoutSecrets(wanted.redisUrl()));
            return wanted.redisUrl();
        }
        return wanted.store() == DemoStore.REDIS
                ? own("Redis", "--redis-url", () -> RedisServer.start(kept(folder)))
                        .url()
                : own("Redis Cluster", "--redis-url", () -> RedisCluster.start(kept(folder)))
                        .url();
    }

    private ServerFolder kept(DataFolder folder) {
        return ServerFolder.kept(folder.server(wanted.store()));
    }

    private <T extends AutoCloseable> T own(String name, String option, Callable<T> starter) {
        progress.accept("starting " + name + " …");
        try {
            return parts.start(name, starter);
        } catch (ServerException e) {
            throw DemoException.failed(e.getMessage() + " (" + option + " uses a server of yours)", e);
        }
    }

    private String given(String jdbcUrl) {
        try (var connection = DriverManager.getConnection(jdbcUrl)) {
            var server = connection.getMetaData();
            progress.accept("using " + server.getDatabaseProductName() + " " + server.getDatabaseProductVersion()
                    + " at " + withoutSecrets(jdbcUrl));
            return jdbcUrl;
        } catch (SQLException e) {
            throw DemoException.failed(
                    "cannot connect to --jdbc-url " + withoutSecrets(jdbcUrl) + ": " + e.getMessage(), e);
        }
    }

    /** Of a Cluster one node is enough. What else may be wrong is told by the service, in its log. */
    private static void requireReached(String redisUrl) {
        var failure = new IOException("it names no node");
        for (var node : RedisClusterURIUtil.toRedisURIs(URI.create(redisUrl))) {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(node.getHost(), node.getPort()), CONNECT_MILLIS);
                return;
            } catch (IOException e) {
                failure = e;
            }
        }
        throw DemoException.failed(
                "cannot connect to --redis-url " + withoutSecrets(redisUrl) + ": " + failure.getMessage(), failure);
    }

    /** The parameters of a URL, and what stands before its host, may hold a password. */
    static String withoutSecrets(String url) {
        return url.replaceFirst("[?;].*", "").replaceFirst("//[^/]*@", "//");
    }
}
