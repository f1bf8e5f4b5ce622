/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import dev.semel.spi.DurabilityClass;
import dev.semel.spi.StoreCapabilities;
import dev.semel.spi.StoreException;
import dev.semel.spi.StoreException.Certainty;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the masters before a store uses them: refuses what cannot work, and tells what may lose records. */
final class ServerCheck {
    private static final Logger LOG = LoggerFactory.getLogger(RedisIdempotencyStore.class);
    private static final Pattern VERSION = Pattern.compile("(\\d{1,4})\\.(\\d{1,2})");
    private static final int OLDEST = 602;

    private final Keys keys;
    private final RedisOptions options;

    ServerCheck(Keys keys, RedisOptions options) {
        this.keys = keys;
        this.options = options;
    }

    /** Of several masters the weakest counts. */
    StoreCapabilities check(Servers servers) {
        List<Settings> all = servers.masters().stream()
                .map(master -> check(master, servers.isCluster()))
                .toList();
        Settings weakest = all.stream()
                .max(Comparator.comparing(Settings::durability))
                .orElseThrow(() -> refusal("The Cluster has no master.", null));
        if (weakest.durability() == DurabilityClass.D) {
            LOG.warn(
                    "{} runs with appendonly no: a crash or restart loses acknowledged records, and operations run"
                            + " twice. Set appendonly yes, and appendfsync always (class B) or everysec (class C).",
                    weakest.name());
        }
        all.stream()
                .filter(Settings::evicts)
                .findFirst()
                .ifPresent(one -> LOG.warn(
                        "{} runs with maxmemory-policy {}: when its memory is full it drops records of running calls"
                                + " and of answers, and operations run twice. Set maxmemory-policy noeviction.",
                        one.name(),
                        one.evictionPolicy()));
        return new StoreCapabilities(weakest.name(), true, true, weakest.durability());
    }

    private Settings check(Servers.Master master, boolean cluster) {
        Answers answers = Answers.within(options.timeout());
        try {
            Settings settings = settings(master.connection(), answers);
            settings.requireUsable();
            settings.requireMode(cluster);
            probe(master, answers);
            return settings;
        } catch (Answers.Failed e) {
            throw refusal("Redis could not be asked for its settings; may the user do INFO?", e.reason());
        }
    }

    private static Settings settings(StatefulRedisConnection<byte[], byte[]> connection, Answers answers)
            throws Answers.Failed {
        Map<String, String> info = new HashMap<>();
        answers.of(connection.async().info()).lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                info.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        });
        return new Settings(info, appendFsync(connection.async(), answers));
    }

    /** Managed servers keep CONFIG to themselves; then the weakest is assumed. */
    private static @Nullable String appendFsync(RedisAsyncCommands<byte[], byte[]> commands, Answers answers)
            throws Answers.Failed {
        try {
            return answers.of(commands.configGet("appendfsync")).get("appendfsync");
        } catch (Answers.Failed e) {
            if (e.reason() instanceof RedisCommandExecutionException) {
                return null;
            }
            throw e;
        }
    }

    private void probe(Servers.Master master, Answers answers) {
        byte[][] probed = {keys.named(master.bucket(), "probe"), keys.named(master.bucket(), "probe-fence")};
        RedisAsyncCommands<byte[], byte[]> commands = master.connection().async();
        try {
            answers.of(commands.eval(Script.PROBE.text(), ScriptOutputType.MULTI, probed, new byte[0][]));
            answers.of(commands.evalsha(Script.PROBE.digest(), ScriptOutputType.MULTI, probed, new byte[0][]));
            if (options.confirmingReplicas() > 0) {
                answers.of(commands.waitForReplication(0, 1));
                answers.of(commands.clientGetname());
                answers.of(commands.clientSetname("semel-probe".getBytes(StandardCharsets.US_ASCII)));
            }
        } catch (Answers.Failed e) {
            throw refusal(
                    "Redis does not let the user do what the store needs. The ACL is in the module's README.",
                    e.reason());
        }
    }

    static StoreException refusal(String message, @Nullable Throwable cause) {
        return new StoreException(Certainty.NOT_APPLIED, message, cause);
    }

    /**
     * What a master says of itself.
     *
     * @param info the lines of INFO
     * @param appendFsync the setting of that name; null if it is not told
     */
    private record Settings(Map<String, String> info, @Nullable String appendFsync) {
        String name() {
            String valkey = info.get("valkey_version");
            return valkey != null ? "Valkey " + valkey : "Redis " + version();
        }

        DurabilityClass durability() {
            if (!"1".equals(info.get("aof_enabled"))) {
                return DurabilityClass.D;
            }
            return "always".equals(appendFsync) ? DurabilityClass.B : DurabilityClass.C;
        }

        String evictionPolicy() {
            return info.getOrDefault("maxmemory_policy", "unknown");
        }

        /** Records have an expiry, so that the volatile- policies drop them as well. */
        boolean evicts() {
            return !"0".equals(info.get("maxmemory")) && !"noeviction".equals(evictionPolicy());
        }

        void requireUsable() {
            Matcher version = VERSION.matcher(version());
            int known = version.lookingAt()
                    ? 100 * Integer.parseInt(version.group(1)) + Integer.parseInt(version.group(2))
                    : 0;
            if (known < OLDEST) {
                throw refusal("The server is " + name() + "; the oldest that the store runs on is Redis 6.2.", null);
            }
            if (!"master".equals(info.get("role"))) {
                throw refusal(
                        "The server is a replica and read-only. Point the store at the master, or at Sentinel.", null);
            }
        }

        void requireMode(boolean cluster) {
            String mode = info.getOrDefault("redis_mode", info.getOrDefault("server_mode", ""));
            if (mode.equals("cluster") && !cluster) {
                throw refusal("The server is part of a Cluster. Open the store with a RedisClusterClient.", null);
            }
        }

        private String version() {
            return info.getOrDefault("redis_version", "unknown");
        }
    }
}
