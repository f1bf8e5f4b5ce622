/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.memory;

import dev.semel.CellId;
import dev.semel.FencingToken;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.DurabilityClass;
import dev.semel.spi.EffectMark;
import dev.semel.spi.IdempotencyRecord;
import dev.semel.spi.IdempotencyStore;
import dev.semel.spi.Lease;
import dev.semel.spi.RecordedResult;
import dev.semel.spi.StoreCapabilities;
import dev.semel.spi.StoreException;
import dev.semel.spi.WriteResult;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The reference store: it shows every "must" of {@link IdempotencyStore} in the least code, in the memory of one process.
 *
 * <p><b>Design.</b> A map from cell to immutable {@link Entry}. A claim that may be granted goes through {@code compute},
 * because the token must be drawn, and the clock read, while nobody else can change the cell: a token drawn before could
 * be overtaken by a whole life of the record, purge included. A fenced write looks the entry up and swaps it for the
 * next one if it is still the same object. A refused claim and {@code find} read once and lock nothing.
 *
 * <p>Tokens start at the microseconds since 1970 when the store is made and count up by one, so that they also increase
 * over a restart of the process, as long as its clock does.
 *
 * <p>Safe for use by many threads. What it holds is lost with the process and seen by no other one.
 */
public final class InMemoryIdempotencyStore implements IdempotencyStore {
    private static final StoreCapabilities CAPABILITIES =
            new StoreCapabilities("memory", false, true, DurabilityClass.D);

    private final Map<CellId, Entry> entries = new ConcurrentHashMap<>();
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicLong lastToken;
    private final InstantSource clock;
    private final int maximum;

    /** Makes an empty store on the system's clock that holds as many records as the memory does. */
    public InMemoryIdempotencyStore() {
        this(Clock.systemUTC());
    }

    /**
     * Makes an empty store that holds as many records as the memory does.
     *
     * @param clock the store's clock
     */
    public InMemoryIdempotencyStore(InstantSource clock) {
        this(clock, Integer.MAX_VALUE);
    }

    /**
     * Makes an empty store of limited size. A claim that would need one record more fails closed, with a
     * {@link StoreException} of {@link StoreException.Certainty#OVERLOADED} (promise I19); expired records count until
     * they are purged or claimed again.
     *
     * @param clock the store's clock
     * @param maximum how many records it holds at most; positive
     * @throws IllegalArgumentException if the maximum is not positive
     */
    public InMemoryIdempotencyStore(InstantSource clock, int maximum) {
        this.clock = Objects.requireNonNull(clock, "clock");
        if (maximum <= 0) {
            throw new IllegalArgumentException("The maximum of records is positive, this one is " + maximum + ".");
        }
        this.maximum = maximum;
        this.lastToken = new AtomicLong(Math.max(0, ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant())));
    }

    @Override
    public StoreCapabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public Claim claim(ClaimRequest request) {
        Instant now = clock.instant();
        Entry found = entries.get(request.cellId());
        if (found == null || found.isExpired(now) || found.isFree(request, now)) {
            found = entries.compute(request.cellId(), (cellId, current) -> next(current, request));
        }
        return found.answerTo(request, now);
    }

    private Entry next(@Nullable Entry current, ClaimRequest request) {
        Instant now = clock.instant();
        if (current == null) {
            takeRoom();
            return Entry.first(request, nextToken(), now);
        }
        if (current.isExpired(now)) {
            return Entry.first(request, nextToken(), now);
        }
        return current.isFree(request, now) ? current.again(request, nextToken(), now) : current;
    }

    private FencingToken nextToken() {
        return new FencingToken(lastToken.incrementAndGet());
    }

    private void takeRoom() {
        if (size.getAndUpdate(count -> Math.min(count + 1, maximum)) == maximum) {
            throw new StoreException(
                    StoreException.Certainty.OVERLOADED,
                    "The memory store is full: it holds " + maximum + " records. Give it a higher maximum, shorten the"
                            + " retention, purge more often, or use a database.",
                    null);
        }
    }

    @Override
    public WriteResult complete(Lease lease, RecordedResult result) {
        Objects.requireNonNull(result, "result");
        return write(lease, (found, now) -> found.completed(result), ended -> {
            if (ended.isCompletedWith(result)) {
                return WriteResult.APPLIED;
            }
            return ended.isReleased() ? WriteResult.LOST : WriteResult.REFUSED;
        });
    }

    @Override
    public WriteResult release(Lease lease) {
        return write(
                lease,
                (found, now) -> found.released(),
                ended -> ended.isReleased() ? WriteResult.APPLIED : WriteResult.REFUSED);
    }

    @Override
    public WriteResult renew(Lease lease, Duration duration, EffectMark mark) {
        Objects.requireNonNull(mark, "mark");
        return write(
                lease,
                (found, now) -> found.renewed(now, duration, mark),
                ended -> ended.isReleased() ? WriteResult.LOST : WriteResult.REFUSED);
    }

    @Override
    public WriteResult hold(Lease lease) {
        return write(lease, (found, now) -> found.held(), ended -> {
            if (ended.isHeld()) {
                return WriteResult.APPLIED;
            }
            return ended.isReleased() ? WriteResult.LOST : WriteResult.REFUSED;
        });
    }

    private WriteResult write(
            Lease lease, BiFunction<Entry, Instant, Entry> change, Function<Entry, WriteResult> ended) {
        while (true) {
            Instant now = clock.instant();
            Entry found = entries.get(lease.cellId());
            if (found == null || found.isExpired(now) || !found.isOf(lease.token())) {
                return WriteResult.LOST;
            }
            if (!found.isRunning()) {
                return ended.apply(found);
            }
            if (entries.replace(lease.cellId(), found, change.apply(found, now))) {
                return WriteResult.APPLIED;
            }
        }
    }

    @Override
    public Optional<IdempotencyRecord> find(CellId cellId) {
        Instant now = clock.instant();
        return Optional.ofNullable(entries.get(cellId))
                .filter(found -> !found.isExpired(now))
                .map(found -> found.asRecord(now));
    }

    @Override
    public int purge(int limit) {
        if (limit <= 0) {
            throw new IllegalArgumentException("The limit is positive, this one is " + limit + ".");
        }
        int deleted = 0;
        while (deleted < limit) {
            Queue<Candidate> oldest = oldestExpired(limit - deleted);
            if (oldest.isEmpty()) {
                break;
            }
            for (Candidate candidate : oldest) {
                // Whoever claimed it meanwhile has put another object there, and keeps it.
                if (entries.remove(candidate.cellId, candidate.entry)) {
                    size.decrementAndGet();
                    deleted++;
                }
            }
        }
        return deleted;
    }

    private Queue<Candidate> oldestExpired(int limit) {
        Instant now = clock.instant();
        Queue<Candidate> oldest = new PriorityQueue<>(Candidate.YOUNGEST_FIRST);
        entries.forEach((cellId, entry) -> {
            if (entry.isExpired(now)) {
                oldest.add(new Candidate(cellId, entry));
                if (oldest.size() > limit) {
                    oldest.remove();
                }
            }
        });
        return oldest;
    }

    private record Candidate(CellId cellId, Entry entry) {
        static final Comparator<Candidate> YOUNGEST_FIRST = Comparator.comparing(
                        (Candidate candidate) -> candidate.entry.expiresAt())
                .reversed();
    }
}
