/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import dev.semel.CellId;
import dev.semel.spi.DurabilityClass;
import dev.semel.spi.StoreCapabilities;
import dev.semel.spi.StoreException;
import dev.semel.spi.StoreException.Certainty;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    private static final CellId NOBODYS = new CellId(0, 0);
    private static final Set<String> MOVED = Set.of("MOVED", "ASK", "TRYAGAIN");
    private static final Set<String> PERMISSIONS = Set.of("NOPERM", "NOAUTH", "WRONGPASS");

    private final Keys keys;
    private final RedisOptions options;
    private boolean runsBeyondTheLimit = true;

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

    /** Whether all masters know {@link Script#beyondTheLimit()}; after {@link #check}. */
    boolean runsBeyondTheLimit() {
        return runsBeyondTheLimit;
    }

    private Settings check(Servers.Master master, boolean cluster) {
        Answers answers = Answers.within(options.timeout());
        StatefulRedisConnection<byte[], byte[]> connection = connection(master, answers);
        try {
            Settings settings = settings(connection, answers);
            settings.requireUsable();
            settings.requireMode(cluster);
            if (master.bucket().isPresent()) {
                runsBeyondTheLimit &= probe(connection.async(), master.bucket().getAsInt(), answers);
            }
            return settings;
        } catch (Answers.Failed e) {
            throw refusal("Redis could not be asked for its settings; may the user do INFO?", e.reason());
        }
    }

    private static StatefulRedisConnection<byte[], byte[]> connection(Servers.Master master, Answers answers) {
        try {
            return answers.of(master.connection().copy());
        } catch (Answers.Failed e) {
            Throwable reason =
                    e.reason().getCause() == null ? e.reason() : e.reason().getCause();
            throw refusal(
                    "Redis cannot be reached: " + master.name() + " has slots and does not answer ("
                            + reason.getMessage() + ").",
                    e.reason());
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

    /** Whether the server knows scripts that run while its memory is full. */
    private boolean probe(RedisAsyncCommands<byte[], byte[]> commands, int bucket, Answers answers) {
        byte[][] probed = {keys.named(bucket, "probe"), keys.named(bucket, "probe-fence")};
        Request request = new Request(Script.PROBE.beyondTheLimit(), NOBODYS, probed);
        try {
            boolean beyond = isRun(commands, request, answers);
            Request plain = new Request(Script.PROBE.plain(), NOBODYS, probed);
            answers.of(new Sendings(plain).inFull(commands));
            answers.of(new Sendings(plain).byDigest(commands));
            if (options.confirmingReplicas() > 0) {
                answers.of(commands.waitForReplication(0, 1));
                answers.of(commands.clientGetname());
                answers.of(commands.clientSetname("semel-probe".getBytes(StandardCharsets.US_ASCII)));
            }
            return beyond;
        } catch (Answers.Failed e) {
            throwUnlessMoved(e.reason());
            return false;
        }
    }

    private static boolean isRun(RedisAsyncCommands<byte[], byte[]> commands, Request request, Answers answers)
            throws Answers.Failed {
        try {
            answers.of(new Sendings(request).inFull(commands));
            return true;
        } catch (Answers.Failed e) {
            if (e.reason() instanceof RedisCommandExecutionException) {
                return false; // whatever else is wrong, the plain one meets it too
            }
            throw e;
        }
    }

    /** A slot that is leaving says nothing about the user; the server that has it says it. */
    private static void throwUnlessMoved(Throwable reason) {
        String code = Failures.code(reason);
        if (MOVED.contains(code)) {
            return;
        }
        String hint = Failures.hint(code);
        boolean permission = code.isEmpty() || PERMISSIONS.contains(code) || hint.isEmpty();
        throw refusal(
                permission
                        ? "Redis does not let the user do what the store needs. The ACL is in the module's README."
                        : "Redis cannot be used now." + hint + " (" + code + ")",
                reason);
    }

    /** A client could not connect. */
    static StoreException unreachable(RedisException failure) {
        String reason = failure instanceof RedisConnectionException && failure.getCause() != null
                ? failure.getCause().getMessage()
                : failure.getMessage();
        return refusal("Redis cannot be reached or refuses the user: " + reason, failure);
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
