/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit;

import dev.semel.Bytes;
import dev.semel.Fingerprint;
import dev.semel.spi.EffectMark;
import dev.semel.spi.Lease;
import dev.semel.spi.RecordedResult;
import dev.semel.spi.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.IdentityHashMap;

/** How a model store writes under a fence. */
final class ModelWrites {
    private final ModelStore store;
    private final IdentityHashMap<RecordedResult, Boolean> resultsSeen = new IdentityHashMap<>();

    ModelWrites(ModelStore store) {
        this.store = store;
    }

    private boolean has(Bug bug) {
        return store.has(bug);
    }

    private interface Change {
        WriteResult apply(Row row, Instant now);
    }

    WriteResult complete(Lease lease, RecordedResult result) {
        boolean races = has(Bug.COMPLETE_RACES) || has(Bug.LATE_COMPLETE_RACES_TAKEOVER) || has(Bug.ENDS_RACE);
        return write(lease, Bug.NO_FENCE_IN_COMPLETE, races, (row, now) -> {
            if (row.state == Row.State.COMPLETED) {
                return completeAgain(row, result, now);
            }
            boolean heldAnyway = row.state == Row.State.HELD && has(Bug.COMPLETE_OF_HELD);
            boolean releasedAnyway = row.state == Row.State.RELEASED && has(Bug.COMPLETE_OF_RELEASED);
            if (row.state != Row.State.RUNNING && !heldAnyway && !releasedAnyway) {
                return row.state == Row.State.HELD ? WriteResult.REFUSED : WriteResult.LOST;
            }
            if (has(Bug.COMPLETE_NEEDS_LIVE_LEASE) && !row.isLive(now)) {
                return WriteResult.LOST;
            }
            if (has(Bug.TAKEOVER_CANNOT_COMPLETE) && row.attempt > 1) {
                return WriteResult.LOST;
            }
            return completed(row, result, now);
        });
    }

    private WriteResult completed(Row row, RecordedResult result, Instant now) {
        if (has(Bug.COMPLETE_DOES_NOTHING)) {
            return WriteResult.APPLIED;
        }
        row.state = Row.State.COMPLETED;
        row.result = stored(result).encoded();
        resultsSeen.put(result, true);
        if (has(Bug.COMPLETE_MOVES_EXPIRY)) {
            row.expiresAt = now.plusSeconds(100);
        }
        return WriteResult.APPLIED;
    }

    private WriteResult completeAgain(Row row, RecordedResult result, Instant now) {
        if (has(Bug.COMPLETE_OVERWRITES)) {
            return completed(row, result, now);
        }
        boolean same = Arrays.equals(row.result, stored(result).encoded());
        if (has(Bug.COMPLETE_COMPARES_PAYLOAD_ONLY)) {
            same = row.result != null
                    && RecordedResult.decode(row.result).payload().equals(result.payload());
        }
        if (has(Bug.COMPLETE_COMPARES_BY_IDENTITY)) {
            same = resultsSeen.containsKey(result);
        }
        boolean tooLate = has(Bug.COMPLETE_IDEMPOTENT_WITHIN_LEASE_ONLY) && !now.isBefore(row.leaseUntil);
        if (has(Bug.COMPLETE_NOT_IDEMPOTENT) || tooLate) {
            return WriteResult.REFUSED;
        }
        if (has(Bug.COMPLETED_ANSWERS_LOST) && !same) {
            return WriteResult.LOST;
        }
        return same || has(Bug.COMPLETE_SAYS_APPLIED_TO_ANY_RESULT) ? WriteResult.APPLIED : WriteResult.REFUSED;
    }

    private RecordedResult stored(RecordedResult result) {
        RecordedResult.Kind kind = result.kind();
        Bytes payload = result.payload();
        int version = has(Bug.RESULT_VERSION_SIGNED) ? result.version() & 0x7FFF : result.version();
        if (has(Bug.RESULT_EMPTY_IS_NULL) && payload.length() == 0) {
            kind = RecordedResult.Kind.NULL;
        }
        if (has(Bug.RESULT_AS_TEXT)) {
            payload = Bytes.utf8(payload.toUtf8());
        }
        if (has(Bug.RESULT_TRUNCATED)) {
            payload = ModelStore.truncated(payload);
        }
        return new RecordedResult(kind, result.codec(), version, payload);
    }

    WriteResult release(Lease lease) {
        return write(lease, Bug.NO_FENCE_IN_RELEASE, has(Bug.ENDS_RACE), (row, now) -> {
            boolean completedAnyway = row.state == Row.State.COMPLETED && has(Bug.RELEASE_OF_COMPLETED);
            boolean heldAnyway = row.state == Row.State.HELD && has(Bug.RELEASE_OF_HELD);
            if (row.state == Row.State.RELEASED) {
                return has(Bug.RELEASE_NOT_IDEMPOTENT) ? WriteResult.LOST : WriteResult.APPLIED;
            }
            if (row.state != Row.State.RUNNING && !completedAnyway && !heldAnyway) {
                return WriteResult.REFUSED;
            }
            if (has(Bug.RELEASE_NEEDS_LIVE_LEASE) && !row.isLive(now)) {
                return WriteResult.LOST;
            }
            row.state = Row.State.RELEASED;
            row.result = null;
            row.marked = row.marked && has(Bug.MARK_KEPT_AT_RELEASE);
            return WriteResult.APPLIED;
        });
    }

    WriteResult renew(Lease lease, Duration duration, EffectMark mark) {
        return write(lease, Bug.NO_FENCE_IN_RENEW, false, (row, now) -> {
            boolean anyway = (row.state == Row.State.RELEASED && has(Bug.RENEW_OF_RELEASED))
                    || (row.state == Row.State.HELD && has(Bug.RENEW_OF_HELD))
                    || (row.state == Row.State.COMPLETED && has(Bug.RENEW_OF_COMPLETED));
            if (row.state != Row.State.RUNNING && !anyway) {
                return row.state == Row.State.RELEASED ? WriteResult.LOST : WriteResult.REFUSED;
            }
            if (has(Bug.RENEW_NEEDS_LIVE_LEASE) && !row.isLive(now)) {
                return WriteResult.LOST;
            }
            row.state = Row.State.RUNNING;
            row.result = null;
            row.attempt += has(Bug.RENEW_COUNTS_AS_ATTEMPT) ? 1 : 0;
            mark(row, mark, now);
            row.leaseUntil = leaseEnd(row, now, duration);
            return WriteResult.APPLIED;
        });
    }

    private Instant leaseEnd(Row row, Instant now, Duration duration) {
        Instant asked = (has(Bug.RENEW_FROM_OLD_END) ? row.leaseUntil : now).plus(duration);
        boolean keep = (has(Bug.RENEW_NEVER_SHORTENS) && asked.isBefore(row.leaseUntil))
                || (has(Bug.RENEW_ONCE) && !row.leaseUntil.equals(row.expiresAt.minusSeconds(70)));
        return keep ? row.leaseUntil : asked;
    }

    private void mark(Row row, EffectMark mark, Instant now) {
        boolean set = (mark == EffectMark.BEGUN && !has(Bug.MARK_NOT_STORED)) || has(Bug.MARK_SET_BY_EVERY_RENEW);
        if (has(Bug.MARK_NEEDS_LIVE_LEASE) && !row.isLive(now)) {
            set = false;
        }
        row.marked = set || (row.marked && !has(Bug.MARK_CLEARED_BY_RENEW));
    }

    WriteResult hold(Lease lease) {
        if (has(Bug.WRITE_HITS_NEIGHBOURS)) {
            synchronized (store.table) {
                store.table.rows.values().forEach(row -> row.state = Row.State.HELD);
            }
        }
        return write(lease, Bug.NO_FENCE_IN_HOLD, has(Bug.ENDS_RACE), (row, now) -> {
            boolean anyway = (row.state == Row.State.COMPLETED && has(Bug.HOLD_OF_COMPLETED))
                    || (row.state == Row.State.RELEASED && has(Bug.HOLD_OF_RELEASED));
            if (row.state == Row.State.HELD) {
                return has(Bug.HOLD_NOT_IDEMPOTENT) ? WriteResult.REFUSED : WriteResult.APPLIED;
            }
            if (row.state != Row.State.RUNNING && !anyway) {
                return row.state == Row.State.RELEASED ? WriteResult.LOST : WriteResult.REFUSED;
            }
            if (has(Bug.HOLD_NEEDS_LIVE_LEASE) && !row.isLive(now)) {
                return WriteResult.LOST;
            }
            if (!has(Bug.HOLD_DOES_NOTHING)) {
                row.state = Row.State.HELD;
                row.result = null;
                row.marked = row.marked || !has(Bug.HELD_FORGOTTEN_WHEN_TAKEN);
            }
            return WriteResult.APPLIED;
        });
    }

    private WriteResult write(Lease lease, Bug unfenced, boolean races, Change change) {
        String key = store.keyOf(lease.cellId());
        Row seen = store.table.get(key);
        if (races && seen != null && seen.token == lease.token().value()) {
            awaitAnother();
        }
        synchronized (store.table) {
            Instant now = store.table.clock.instant();
            Row row = races ? seen : store.table.get(key);
            if (row == null) {
                return writeToAbsent(key, lease, now);
            }
            boolean gone = store.isExpired(row, now) && !ignoresExpiry(row);
            if (gone || !(isCurrent(row, lease) || has(unfenced))) {
                return staleAnswer(row, unfenced, key);
            }
            WriteResult answer = change.apply(row, now);
            if (answer == WriteResult.APPLIED) {
                writeBack(key, row, unfenced);
            }
            return answer;
        }
    }

    private void awaitAnother() {
        if (has(Bug.LATE_COMPLETE_RACES_TAKEOVER)) {
            store.table.awaitGrant();
        } else {
            store.table.gap.meet();
        }
    }

    private void writeBack(String key, Row row, Bug verb) {
        if (has(Bug.RELEASE_DELETES) && verb == Bug.NO_FENCE_IN_RELEASE) {
            store.table.rows.remove(key);
        } else {
            store.table.put(key, row);
        }
    }

    private boolean ignoresExpiry(Row row) {
        return has(Bug.EXPIRY_NOT_CHECKED_IN_WRITES)
                || (has(Bug.EXPIRY_NOT_CHECKED_IN_RESENT_WRITES) && row.state != Row.State.RUNNING);
    }

    private boolean isCurrent(Row row, Lease lease) {
        long token = lease.token().value();
        return row.token == token
                || (has(Bug.FENCE_CHECKED_BY_NOT_BELOW) && token >= row.token)
                || (has(Bug.FENCE_KNOWN_TO_ONE_NODE) && store.tokensSeenHere.getOrDefault(lease.cellId(), 0L) == token)
                || (has(Bug.TOKEN_OF_ANY_CELL)
                        && store.table.rows.values().stream().anyMatch(other -> other.token == token));
    }

    private WriteResult staleAnswer(Row row, Bug verb, String key) {
        if (has(Bug.STALE_RENEW_MARKS) && verb == Bug.NO_FENCE_IN_RENEW) {
            row.marked = true;
            store.table.put(key, row);
        }
        if (has(Bug.STALE_RELEASE_CLEARS_MARK) && verb == Bug.NO_FENCE_IN_RELEASE) {
            row.marked = false;
            store.table.put(key, row);
        }
        boolean equalResult = row.state == Row.State.COMPLETED && verb == Bug.NO_FENCE_IN_COMPLETE;
        return equalResult && has(Bug.STALE_COMPLETE_WITH_EQUAL_RESULT_APPLIED)
                ? WriteResult.APPLIED
                : WriteResult.LOST;
    }

    private WriteResult writeToAbsent(String key, Lease lease, Instant now) {
        if (has(Bug.WRITE_TO_ABSENT_MAKES_A_RECORD)) {
            Row row = new Row(Scenario.nextClaimId(), Fingerprint.NONE, now, now.plusSeconds(100));
            row.token = lease.token().value();
            store.table.put(key, row);
            return WriteResult.APPLIED;
        }
        return WriteResult.LOST;
    }
}
