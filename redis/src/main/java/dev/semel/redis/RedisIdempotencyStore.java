/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import dev.semel.CellId;
import dev.semel.Fingerprint;
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
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.cluster.RedisClusterClient;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Records in Redis 6.2 or newer, or Valkey, in leased mode: standalone, behind Sentinel, or in a Cluster.
 *
 * <p>Each verb is one script and one round trip, run by the master of the cell's slot, and decides by that server's
 * clock. A script that the server does not know, after a restart or failover, takes a second round trip once. Each is
 * safe when it lands late or twice, so that the client may send commands again by itself.
 *
 * <p>Redis loses acknowledged writes at a failover (no promise N3), and with its memory if it is not told to keep a log:
 * {@link #capabilities()} tells the class, and opening a store warns of D and of eviction. With
 * {@link RedisOptions#withConfirmingReplicas} a grant, an answer, a hold or an effect mark counts only once replicas
 * have it, and so does an answer that is replayed; a failover to one of those replicas then loses none.
 *
 * <p>Records expire at the server by themselves, never under a live lease. Safe for use by many threads. Closing closes
 * the connections that the store opened; the client stays the caller's.
 */
public final class RedisIdempotencyStore implements IdempotencyStore, AutoCloseable {
    private static final byte[] YES = {'1'};
    private static final byte[] NO = {'0'};
    // Microseconds beyond it are no longer exact in the scripts' numbers.
    private static final Duration LONGEST = Duration.ofDays(36_500);
    private static final int CLAIM_VALUES = 5;
    private static final CellId NOBODYS = new CellId(0, 0);

    private final Servers servers;
    private final Keys keys;
    private final Link link;
    private final ConfirmingLink confirming;
    private final byte[] confirm;
    private final boolean confirms;
    private final boolean runsBeyondTheLimit;
    private final StoreCapabilities capabilities;

    private RedisIdempotencyStore(Servers servers, Keys keys, RedisOptions options) {
        this.servers = servers;
        this.keys = keys;
        this.confirms = options.confirmingReplicas() > 0;
        this.confirm = confirms ? YES : NO;
        ServerCheck check = new ServerCheck(keys, options);
        this.capabilities = check.check(servers);
        this.runsBeyondTheLimit = check.runsBeyondTheLimit();
        this.link = new SharedLink(servers, options.timeout());
        this.confirming = new ConfirmingLink(servers, options);
    }

    /**
     * Opens the store with {@link RedisOptions#DEFAULTS}.
     *
     * @param client of a server, or of Sentinel
     * @return the store
     * @throws StoreException see {@link #open(RedisClient, RedisOptions)}
     */
    public static RedisIdempotencyStore open(RedisClient client) {
        return open(client, RedisOptions.DEFAULTS);
    }

    /**
     * Looks at the server and opens the store.
     *
     * @param client of a server, or of Sentinel; it must have been created with its address
     * @param options namespace, limits, confirmation by replicas
     * @return the store, with connections of its own
     * @throws StoreException if the server cannot be reached, is older than 6.2, is a replica, or does not let the user
     *     do what the store needs; the message says what to do
     */
    public static RedisIdempotencyStore open(RedisClient client, RedisOptions options) {
        Objects.requireNonNull(client, "client");
        return open(() -> Servers.of(client), new Keys(options.namespace()), options);
    }

    /**
     * Opens the store in a Cluster with {@link RedisOptions#DEFAULTS}.
     *
     * @param client of the Cluster
     * @return the store
     * @throws StoreException see {@link #open(RedisClient, RedisOptions)}
     */
    public static RedisIdempotencyStore open(RedisClusterClient client) {
        return open(client, RedisOptions.DEFAULTS);
    }

    /**
     * Looks at the masters of a Cluster and opens the store.
     *
     * @param client of the Cluster; for a failover to be noticed it must refresh its view of the Cluster, as it does by
     *     default
     * @param options namespace, limits, confirmation by replicas
     * @return the store, with connections of its own
     * @throws StoreException as there, of any master
     */
    public static RedisIdempotencyStore open(RedisClusterClient client, RedisOptions options) {
        Objects.requireNonNull(client, "client");
        Keys keys = new Keys(options.namespace());
        return open(() -> Servers.of(client, keys), keys, options);
    }

    private static RedisIdempotencyStore open(Supplier<Servers> connecting, Keys keys, RedisOptions options) {
        Servers servers;
        try {
            servers = connecting.get();
        } catch (RedisException e) {
            throw ServerCheck.unreachable(e);
        }
        try {
            return new RedisIdempotencyStore(servers, keys, options);
        } catch (RuntimeException e) {
            servers.close();
            throw e;
        }
    }

    @Override
    public StoreCapabilities capabilities() {
        return capabilities;
    }

    /**
     * How many writes were confirmed by replicas and how many were not.
     *
     * @return the numbers since this was opened; zero without {@link RedisOptions#withConfirmingReplicas}
     */
    public Confirmations confirmations() {
        return confirming.confirmations();
    }

    @Override
    public Claim claim(ClaimRequest request) {
        CellId cellId = request.cellId();
        List<Fingerprint> accepted = request.accepted();
        byte[][] values = new byte[CLAIM_VALUES + accepted.size()][];
        values[0] = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(request.id().node())
                .putLong(request.id().sequence())
                .array();
        values[1] = micros(request.terms().lease());
        values[2] = micros(request.terms().retention());
        values[3] = request.terms().takesHeld() ? YES : NO;
        values[4] = confirm;
        for (int i = 0; i < accepted.size(); i++) {
            values[CLAIM_VALUES + i] = accepted.get(i).encoded();
        }
        byte[][] both = {keys.record(cellId), keys.fence(cellId)};
        return confirmed()
                .send(new Request(Script.CLAIM.plain(), cellId, both, values))
                .claim();
    }

    @Override
    public WriteResult complete(Lease lease, RecordedResult result) {
        return write(confirmed(), Script.COMPLETE, lease, result.encoded(), confirm);
    }

    @Override
    public WriteResult release(Lease lease) {
        return write(link, Script.RELEASE, lease);
    }

    @Override
    public WriteResult renew(Lease lease, Duration duration, EffectMark mark) {
        boolean begun = mark == EffectMark.BEGUN;
        return write(begun ? confirmed() : link, Script.RENEW, lease, micros(duration), begun ? YES : NO);
    }

    @Override
    public WriteResult hold(Lease lease) {
        return write(confirmed(), Script.HOLD, lease, confirm);
    }

    @Override
    public Optional<IdempotencyRecord> find(CellId cellId) {
        return confirmed()
                .send(new Request(Script.FIND.plain(), cellId, new byte[][] {keys.record(cellId)}, confirm))
                .find();
    }

    /**
     * Has nothing to delete: the server itself drops each record when it has expired. Asks whether it is there.
     *
     * @return 0
     */
    @Override
    public int purge(int limit) {
        find(NOBODYS);
        return 0;
    }

    /** Closes the connections of this store. */
    @Override
    public void close() {
        confirming.close();
        servers.close();
    }

    private Link confirmed() {
        return confirms ? confirming : link;
    }

    private WriteResult write(Link way, Script script, Lease lease, byte[]... more) {
        byte[][] values = new byte[1 + more.length][];
        values[0] =
                ByteBuffer.allocate(Long.BYTES).putLong(lease.token().value()).array();
        System.arraycopy(more, 0, values, 1, more.length);
        Script.Form form = runsBeyondTheLimit ? script.beyondTheLimit() : script.plain();
        return way.send(new Request(form, lease.cellId(), new byte[][] {keys.record(lease.cellId())}, values))
                .write();
    }

    /** At least one, and at most a hundred years. */
    private static byte[] micros(Duration duration) {
        Duration bounded = duration.compareTo(LONGEST) > 0 ? LONGEST : duration;
        long micros = Math.max(1, bounded.getSeconds() * 1_000_000 + bounded.getNano() / 1_000);
        return Long.toString(micros).getBytes(StandardCharsets.US_ASCII);
    }
}
