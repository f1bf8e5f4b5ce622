/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit;

import dev.semel.Bytes;
import dev.semel.CellId;
import dev.semel.FencingToken;
import dev.semel.Fingerprint;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.DurabilityClass;
import dev.semel.spi.EffectMark;
import dev.semel.spi.IdempotencyRecord;
import dev.semel.spi.IdempotencyStore;
import dev.semel.spi.Lease;
import dev.semel.spi.RecordState;
import dev.semel.spi.RecordedResult;
import dev.semel.spi.StoreCapabilities;
import dev.semel.spi.StoreException;
import dev.semel.spi.UnreadableRecordException;
import dev.semel.spi.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A node of a second store, written like one on a database, into which a {@link Bug} can be planted. Without a bug it
 * keeps the contract, so that the contract is not the memory store's image.
 */
final class ModelStore implements IdempotencyStore {
    final ModelTable table;
    final @Nullable Bug bug;
    final boolean reachable;
    final Map<CellId, Long> tokensSeenHere = new HashMap<>();
    final Set<Object> claimsSeenHere = new HashSet<>();
    long tokenOfThisNode = 1;

    private final Map<CellId, String> names = new HashMap<>();
    private final ModelClaims claims = new ModelClaims(this);
    private final ModelWrites writes = new ModelWrites(this);
    private int asked;

    ModelStore(ModelTable table, @Nullable Bug bug, boolean reachable) {
        this.table = table;
        this.bug = bug;
        this.reachable = reachable;
    }

    boolean has(Bug other) {
        return bug == other;
    }

    @Override
    public StoreCapabilities capabilities() {
        String name = has(Bug.CAPABILITIES_CHANGE) ? "model " + asked++ : "model";
        return new StoreCapabilities(name, true, true, DurabilityClass.B);
    }

    @Override
    public Claim claim(ClaimRequest request) {
        checkReachable();
        synchronized (table) {
            names.put(request.cellId(), nameInClear(request));
        }
        return claims.claim(request, keyOf(request.cellId()));
    }

    @Override
    public WriteResult complete(Lease lease, RecordedResult result) {
        return reachable() ? writes.complete(lease, result) : WriteResult.LOST;
    }

    @Override
    public WriteResult release(Lease lease) {
        return reachable() ? writes.release(lease) : WriteResult.LOST;
    }

    @Override
    public WriteResult renew(Lease lease, Duration duration, EffectMark mark) {
        return reachable() ? writes.renew(lease, duration, mark) : WriteResult.LOST;
    }

    @Override
    public WriteResult hold(Lease lease) {
        return reachable() ? writes.hold(lease) : WriteResult.LOST;
    }

    private boolean reachable() {
        if (!has(Bug.UNREACHABLE_WRITES_SAY_LOST)) {
            checkReachable();
        }
        return reachable;
    }

    private void checkReachable() {
        if (!reachable) {
            throw new StoreException(StoreException.Certainty.NOT_APPLIED, "The model is down.", null);
        }
    }

    @Override
    public Optional<IdempotencyRecord> find(CellId cellId) {
        if (!reachable && has(Bug.UNREACHABLE_IS_ABSENT)) {
            return Optional.empty();
        }
        checkReachable();
        synchronized (table) {
            Instant now = table.clock.instant();
            Row row = table.get(keyOf(cellId));
            if (row == null && has(Bug.FIND_MAKES_A_RECORD)) {
                return Optional.of(asRecord(cellId, new Row(Scenario.nextClaimId(), Fingerprint.NONE, now, now), now));
            }
            if (row == null || (isExpired(row, now) && !has(Bug.EXPIRY_NOT_CHECKED_IN_FIND))) {
                return Optional.empty();
            }
            if (has(Bug.FIND_RENEWS)) {
                row.leaseUntil = now.plusSeconds(1_000);
                table.put(keyOf(cellId), row);
            }
            return findReadable(cellId, row, now);
        }
    }

    private Optional<IdempotencyRecord> findReadable(CellId cellId, Row row, Instant now) {
        try {
            return Optional.of(asRecord(cellId, row, now));
        } catch (UnreadableRecordException e) {
            if (has(Bug.UNREADABLE_IS_ABSENT)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public int purge(int limit) {
        checkReachable();
        List<String> expired = expired(has(Bug.PURGE_IGNORES_LIMIT) ? Integer.MAX_VALUE : limit);
        if (has(Bug.PURGE_RACES_CLAIM) && !expired.isEmpty()) {
            table.awaitGrant();
        }
        synchronized (table) {
            Instant now = table.clock.instant();
            int deleted = 0;
            for (String key : expired) {
                if (has(Bug.PURGE_RACES_CLAIM) || isPurgeable(key, now)) {
                    deleted += table.rows.remove(key) == null ? 0 : 1;
                }
            }
            if (has(Bug.FENCE_RESTARTS_AFTER_PURGE) && deleted > 0) {
                table.lastToken = 1;
            }
            return deleted;
        }
    }

    private List<String> expired(int limit) {
        synchronized (table) {
            Instant now = table.clock.instant();
            Comparator<String> oldestFirst = Comparator.comparing((String key) -> table.expiryOf(key));
            List<String> keys = new ArrayList<>(table.rows.keySet());
            keys.removeIf(key -> !isPurgeable(key, now));
            keys.sort(has(Bug.PURGE_YOUNGEST_FIRST) ? oldestFirst.reversed() : oldestFirst);
            return keys.subList(0, Math.min(limit, keys.size()));
        }
    }

    private boolean isPurgeable(String key, Instant now) {
        Row row = table.rows.get(key);
        if (row == null || has(Bug.PURGE_DELETES_NOTHING)) {
            return false;
        }
        boolean sparedAsHeld = has(Bug.PURGE_SPARES_HELD) && row.state == Row.State.HELD;
        boolean sparedAsRenewed = has(Bug.PURGE_SPARES_WHAT_WAS_RENEWED) && now.isBefore(row.leaseUntil);
        boolean pastRetention = !now.isBefore(row.expiresAt);
        return (isExpired(row, now) && !sparedAsHeld && !sparedAsRenewed)
                || (has(Bug.PURGE_DELETES_LIVE_LEASES) && pastRetention)
                || (has(Bug.PURGE_DELETES_COMPLETED) && row.state == Row.State.COMPLETED)
                || (has(Bug.PURGE_DELETES_BY_OLD_EXPIRY) && !now.isBefore(table.oldExpiries.getOrDefault(key, now)))
                || has(Bug.PURGE_DELETES_ALL);
    }

    boolean isExpired(Row row, Instant now) {
        Instant end = row.expiresAt;
        if (has(Bug.EXPIRY_AT_HALF_TIME)) {
            end = end.minusSeconds(50);
        }
        boolean live = row.isLive(now) && !has(Bug.EXPIRY_IGNORES_LIVE_LEASE);
        return !now.isBefore(end) && !live;
    }

    IdempotencyRecord asRecord(CellId cellId, Row row, Instant now) {
        Duration left = row.isLive(now) ? Duration.between(now, row.leaseUntil) : Duration.ZERO;
        if (has(Bug.FIND_SHOWS_LEASE_AFTER_ITS_END) && left.isZero()) {
            left = Duration.ofSeconds(1);
        }
        return new IdempotencyRecord(
                cellId,
                stateOf(row),
                new FencingToken(row.token == 0 ? 1 : row.token),
                has(Bug.FIND_SHOWS_ATTEMPT_ZERO) ? 0 : row.attempt,
                row.fingerprint,
                new IdempotencyRecord.Times(left, row.expiresAt, retained(row, now)),
                Optional.ofNullable(row.result).map(RecordedResult::decode));
    }

    private Duration retained(Row row, Instant now) {
        if (stateOf(row) != RecordState.COMPLETED) {
            return Duration.ZERO;
        }
        Duration left = Duration.between(now, row.expiresAt);
        return has(Bug.RETENTION_TOLD_AS_WHEN_GRANTED) ? left.plusSeconds(60) : left;
    }

    private static RecordState stateOf(Row row) {
        return switch (row.state) {
            case RUNNING, RELEASED -> RecordState.IN_PROGRESS;
            case COMPLETED -> RecordState.COMPLETED;
            case HELD -> RecordState.HELD;
        };
    }

    String keyOf(CellId cellId) {
        return switch (bug == null ? Bug.COMPLETE_RACES : bug) {
            case CELL_BY_UPPER_HALF -> String.valueOf(cellId.high());
            case CELL_BY_LOWER_HALF -> String.valueOf(cellId.low());
            case CELL_BY_MIXED_HALVES -> String.valueOf(cellId.high() ^ cellId.low());
            case CELL_BY_JOINED_TEXT, CELL_BY_TRIMMED_KEY, CELL_IN_LOWER_CASE -> nameSeen(cellId);
            default -> cellId.toUuid().toString();
        };
    }

    private String nameSeen(CellId cellId) {
        synchronized (table) {
            return names.getOrDefault(cellId, cellId.toUuid().toString());
        }
    }

    private String nameInClear(ClaimRequest request) {
        String key = request.cell().key().value();
        String scope = String.join(":", request.cell().scope().parts());
        String operation = request.cell().operation();
        refuseIf(has(Bug.KEY_OF_255_CHARACTERS) && key.length() > 255);
        refuseIf(has(Bug.SCOPE_WITHOUT_NUL) && scope.indexOf('\0') >= 0);
        refuseIf(has(Bug.OPERATION_IN_QUOTES) && operation.indexOf('\'') >= 0);
        if (has(Bug.CELL_BY_TRIMMED_KEY)) {
            return scope + "/" + operation + "/" + key.trim();
        }
        if (has(Bug.CELL_IN_LOWER_CASE)) {
            return (scope + "/" + operation + "/" + key).toLowerCase(java.util.Locale.ROOT);
        }
        return scope + ":" + operation + ":" + key;
    }

    private static void refuseIf(boolean unfit) {
        if (unfit) {
            throw new StoreException(StoreException.Certainty.NOT_APPLIED, "The value does not fit.", null);
        }
    }

    static Bytes truncated(Bytes payload) {
        int most = 65_535;
        return payload.length() <= most ? payload : Bytes.wrap(java.util.Arrays.copyOf(payload.toArray(), most));
    }
}
