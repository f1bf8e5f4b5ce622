/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit;

import dev.semel.Bytes;
import dev.semel.FencingToken;
import dev.semel.Fingerprint;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimId;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.IdempotencyRecord;
import dev.semel.spi.Lease;
import dev.semel.spi.UnreadableRecordException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a model store claims. */
final class ModelClaims {
    private final ModelStore store;
    private int impatience;

    ModelClaims(ModelStore store) {
        this.store = store;
    }

    private boolean has(Bug bug) {
        return store.has(bug);
    }

    Claim claim(ClaimRequest request, String key) {
        Row seen = store.table.get(key);
        boolean relyOnIt = racesFrom(seen);
        boolean met = relyOnIt && store.table.gap.meet();
        synchronized (store.table) {
            Row found = relyOnIt ? seen : store.table.get(key);
            Instant now = store.table.clock.instant();
            if (met && has(Bug.CLAIMS_OF_LIVE_RECORD_RACE) && found != null) {
                return again(found, request, key, now);
            }
            return decide(found, request, key, now);
        }
    }

    private boolean racesFrom(@Nullable Row seen) {
        Row.State state = seen == null ? null : seen.state;
        return has(Bug.RESENT_CLAIM_RACES_ITSELF)
                || has(Bug.CLAIMS_OF_LIVE_RECORD_RACE)
                || ((has(Bug.LOOKUP_THEN_INSERT) || has(Bug.LOOKUP_THEN_INSERT_ON_TWO_NODES)) && seen == null)
                || (has(Bug.TAKEOVER_IGNORES_THAT_IT_LOST) && state == Row.State.RUNNING)
                || (has(Bug.TAKEOVER_OF_RELEASED_IGNORES_THAT_IT_LOST) && state == Row.State.RELEASED);
    }

    private Claim decide(@Nullable Row found, ClaimRequest request, String key, Instant now) {
        if (found == null) {
            return first(null, request, key, now);
        }
        boolean expired = store.isExpired(found, now);
        if (isSentAgain(found, request, expired)) {
            return sentAgain(found, request, key, now);
        }
        if (expired && !has(Bug.EXPIRY_NOT_CHECKED_IN_CLAIM) && !has(Bug.UNREADABLE_FOR_EVER)) {
            return first(found, request, key, now);
        }
        if (isUnreadable(found, request, now) && has(Bug.UNREADABLE_IS_CLAIMED)) {
            return first(found, request, key, now);
        }
        if (expired && !has(Bug.EXPIRY_NOT_CHECKED_IN_CLAIM)) {
            return first(found, request, key, now);
        }
        if (!isSamePayload(found, request.accepted())) {
            return mismatched(found, request, key, now);
        }
        return isFree(found, request, now) ? again(found, request, key, now) : refused(found, request, key, now);
    }

    private boolean isUnreadable(Row found, ClaimRequest request, Instant now) {
        try {
            store.asRecord(request.cellId(), found, now);
            return false;
        } catch (UnreadableRecordException e) {
            if (has(Bug.UNREADABLE_IS_CLAIMED)) {
                return true;
            }
            throw e;
        }
    }

    private boolean isSentAgain(Row found, ClaimRequest request, boolean expired) {
        ClaimId mine = request.id();
        ClaimId theirs = found.claimId;
        boolean same = theirs.equals(mine)
                || (has(Bug.RESENT_CLAIM_KNOWN_BY_NODE) && theirs.node() == mine.node())
                || (has(Bug.RESENT_CLAIM_KNOWN_BY_SEQUENCE) && theirs.sequence() == mine.sequence())
                || (has(Bug.RESENT_CLAIM_OF_ANY_AGE_GRANTED) && store.claimsSeenHere.contains(mine));
        if (has(Bug.RESENT_CLAIM_REFUSED)
                || (has(Bug.RESENT_CLAIM_KNOWN_TO_ONE_NODE) && !store.claimsSeenHere.contains(mine))) {
            return false;
        }
        boolean running = found.state == Row.State.RUNNING
                || (has(Bug.RESENT_CLAIM_GRANTED_WHEN_COMPLETED) && found.state == Row.State.COMPLETED)
                || (has(Bug.RESENT_CLAIM_GRANTED_WHEN_HELD) && found.state == Row.State.HELD);
        return same && running && (!expired || has(Bug.RESENT_CLAIM_GRANTED_WHEN_EXPIRED));
    }

    private Claim sentAgain(Row found, ClaimRequest request, String key, Instant now) {
        if (has(Bug.RESENT_CLAIM_TAKES_OVER_ITSELF) && !found.isLive(now)) {
            return again(found, request, key, now);
        }
        if (has(Bug.RESENT_CLAIM_GETS_NEW_TOKEN)) {
            found.token = nextToken(found);
        }
        if (has(Bug.RESENT_CLAIM_RESTARTS_LEASE)) {
            found.leaseUntil = now.plus(request.terms().lease());
        }
        if (has(Bug.RESENT_CLAIM_SHORTENS_RENEWED_LEASE)) {
            Instant asAtFirst = found.expiresAt
                    .minus(request.terms().retention())
                    .plus(request.terms().lease());
            found.leaseUntil = asAtFirst.isBefore(found.leaseUntil) ? asAtFirst : found.leaseUntil;
        }
        if (has(Bug.RESENT_CLAIM_IS_FRESH)) {
            found.history = Claim.History.FRESH;
        }
        if (has(Bug.RESENT_CLAIM_SEES_ITS_OWN_MARK) && found.marked) {
            found.history = Claim.History.INDETERMINATE;
        }
        return grant(found, request, key);
    }

    private Claim first(@Nullable Row before, ClaimRequest request, String key, Instant now) {
        Fingerprint fingerprint = request.fingerprint();
        if (has(Bug.FINGERPRINT_OF_LAST_ALGORITHM)) {
            fingerprint = request.accepted().get(request.accepted().size() - 1);
        }
        if (has(Bug.FINGERPRINT_TRUNCATED) && fingerprint.digest().length() > 32) {
            fingerprint = new Fingerprint(
                    fingerprint.algorithm(),
                    Bytes.wrap(Arrays.copyOf(fingerprint.digest().toArray(), 32)));
        }
        Row row = new Row(request.id(), fingerprint, leaseEnd(request, now), expiry(request, now));
        if (before != null) {
            row.attempt = has(Bug.ATTEMPT_KEPT_AT_EXPIRY) ? before.attempt + 1 : 1;
            row.marked = has(Bug.MARK_KEPT_AT_EXPIRY) && before.marked;
            row.fingerprint = has(Bug.FINGERPRINT_KEPT_AT_EXPIRY) ? before.fingerprint : fingerprint;
        }
        if (has(Bug.FIRST_CLAIM_IS_ABANDONED)) {
            row.history = Claim.History.ABANDONED;
        }
        boolean keepToken = has(Bug.EXPIRED_TOKEN_STAYS_GOOD) && before != null;
        row.token = keepToken && before != null ? before.token : nextToken(before);
        return grant(row, request, key);
    }

    private Claim again(Row found, ClaimRequest request, String key, Instant now) {
        Row row = new Row(request.id(), found.fingerprint, leaseEnd(request, now), expiry(request, now));
        row.attempt = has(Bug.ATTEMPT_NOT_COUNTED) ? found.attempt : found.attempt + 1;
        row.marked = found.marked && !has(Bug.MARK_LOST_AT_TAKEOVER);
        row.history = historyAfter(found);
        row.token = has(Bug.FENCE_UNCHANGED_AT_TAKEOVER) ? found.token : nextToken(found);
        if (has(Bug.FINGERPRINT_REPLACED_AT_TAKEOVER)) {
            row.fingerprint = request.fingerprint();
        }
        if (has(Bug.TAKEOVER_LEAVES_OLD_RETENTION)) {
            row.expiresAt = found.expiresAt;
        }
        if (has(Bug.TAKEOVER_KEEPS_OLD_LEASE_LENGTH)) {
            row.leaseUntil = now.plusSeconds(30);
        }
        return grant(row, request, key);
    }

    private Claim.History historyAfter(Row found) {
        if (has(Bug.TAKEOVER_IS_FRESH)) {
            return Claim.History.FRESH;
        }
        if (found.state == Row.State.RELEASED) {
            return Claim.History.RELEASED;
        }
        boolean unknown = found.state == Row.State.HELD || (found.marked && !has(Bug.MARK_IGNORED_AT_TAKEOVER));
        return unknown ? Claim.History.INDETERMINATE : Claim.History.ABANDONED;
    }

    private Instant leaseEnd(ClaimRequest request, Instant now) {
        Duration lease = request.terms().lease();
        return now.plus(has(Bug.LEASE_ENDS_AT_HALF_TIME) ? lease.dividedBy(2) : lease);
    }

    private Instant expiry(ClaimRequest request, Instant now) {
        return now.plus(
                has(Bug.RETENTION_IS_THE_LEASE)
                        ? request.terms().lease()
                        : request.terms().retention());
    }

    private long nextToken(@Nullable Row before) {
        if (has(Bug.FENCE_PER_RECORD)) {
            return before == null ? 2 : before.token + 1;
        }
        if (has(Bug.FENCE_FROM_NODE_LOCAL_COUNTER)) {
            return ++store.tokenOfThisNode;
        }
        if (has(Bug.TOKENS_DECREASE_AFTER_HELD) && before != null && before.state == Row.State.HELD) {
            return before.token - 1;
        }
        return ++store.table.lastToken;
    }

    private Claim grant(Row row, ClaimRequest request, String key) {
        store.table.grant(key, row);
        store.tokensSeenHere.put(request.cellId(), row.token);
        store.claimsSeenHere.add(request.id());
        return new Claim.Granted(new Lease(request.cellId(), new FencingToken(row.token)), row.attempt, row.history);
    }

    private boolean isFree(Row found, ClaimRequest request, Instant now) {
        boolean leaseEnded = !now.isBefore(found.leaseUntil);
        return switch (found.state) {
            case RELEASED -> leaseEnded || !has(Bug.RELEASE_WAITS_FOR_THE_LEASE);
            case RUNNING ->
                (leaseEnded && !has(Bug.LEASE_NEVER_ENDS))
                        || (has(Bug.EVERY_SEVENTH_CLAIM_WINS) && ++impatience % 7 == 0)
                        || has(Bug.CLAIM_OVERWRITES_LIVE_LEASE)
                        || (has(Bug.LEASES_OF_ONE_NODE) && !store.tokensSeenHere.containsKey(request.cellId()));
            case COMPLETED ->
                has(Bug.CLAIM_OVERWRITES_COMPLETED) || (has(Bug.COMPLETED_COUNTS_AS_ABANDONED) && leaseEnded);
            case HELD ->
                (request.terms().takesHeld() && !has(Bug.HELD_NEVER_GRANTED))
                        || has(Bug.HELD_GRANTED_TO_ANYONE)
                        || (has(Bug.HELD_CLAIMABLE_AFTER_LEASE) && leaseEnded);
        };
    }

    private boolean isSamePayload(Row found, List<Fingerprint> accepted) {
        boolean finished = found.state == Row.State.COMPLETED;
        if (has(Bug.FINGERPRINT_IGNORED) || (has(Bug.FINGERPRINT_IGNORED_WHEN_COMPLETED) && finished)) {
            found.fingerprint = accepted.get(0);
            return true;
        }
        if (has(Bug.NONE_STORED_IS_ANOTHER_PAYLOAD) && found.fingerprint.algorithm() == 0) {
            return accepted.contains(Fingerprint.NONE);
        }
        if (has(Bug.NONE_REQUESTED_IS_ANOTHER_PAYLOAD) && accepted.contains(Fingerprint.NONE)) {
            return found.fingerprint.algorithm() == 0;
        }
        if (has(Bug.FINGERPRINT_COMPARED_BY_FIRST_ALONE)) {
            return found.fingerprint.match(accepted.subList(0, 1)) == Fingerprint.Match.SAME;
        }
        if (has(Bug.FINGERPRINT_COMPARED_BY_PREFIX)) {
            byte first = found.fingerprint.digest().toArray()[0];
            return accepted.get(0).digest().toArray()[0] == first;
        }
        Fingerprint.Match match = found.fingerprint.match(accepted);
        return match == Fingerprint.Match.SAME
                || (has(Bug.INCOMPARABLE_IS_SAME) && match == Fingerprint.Match.INCOMPARABLE);
    }

    private Claim mismatched(Row found, ClaimRequest request, String key, Instant now) {
        if (has(Bug.MISMATCH_ENDS_THE_LEASE)) {
            found.leaseUntil = now;
        }
        if (has(Bug.MISMATCH_CLEARS_THE_MARK)) {
            found.marked = false;
        }
        if (has(Bug.MISMATCH_TAKES_THE_CLAIM)) {
            found.token = nextToken(found);
        }
        return refused(found, request, key, now);
    }

    private Claim refused(Row found, ClaimRequest request, String key, Instant now) {
        if (has(Bug.REFUSED_CLAIM_EXTENDS_LEASE)) {
            found.leaseUntil = now.plus(request.terms().lease());
        }
        if (has(Bug.REFUSED_CLAIM_MOVES_EXPIRY)) {
            found.expiresAt = now.plus(request.terms().retention());
        }
        if (has(Bug.REFUSED_CLAIM_TAKES_THE_FENCE)) {
            found.token = nextToken(found);
        }
        if (has(Bug.WAITER_DELETES)) {
            store.table.rows.remove(key);
        } else if (store.bug != null) {
            store.table.put(key, found);
        }
        Row shown = found.copy();
        if (has(Bug.REFUSAL_WITHOUT_FINGERPRINT)) {
            shown.fingerprint = Fingerprint.NONE;
        }
        IdempotencyRecord record = store.asRecord(request.cellId(), shown, now);
        return new Claim.Refused(record);
    }
}
