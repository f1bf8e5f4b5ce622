/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.internal;

import dev.semel.CellId;
import dev.semel.Timing;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What the calls of this process about one cell share while they ask or wait: one of them asks the store at a time, and
 * the others take its answer; of those that pause for the holder one is the poller, and the others sleep until there is
 * news. Whoever stops for any reason, its limit, an interrupt, a failure, hands over to another. A hint of another node
 * lets the poller ask earlier.
 *
 * <p>A call that gets no answer in a second does not keep the others from asking: another one does then, and they take
 * whichever answer comes first.
 *
 * <p>That the first call still runs is told to a call that comes later only if the cell was asked about twice in the last
 * second: a few duplicates are told what is so, many cost no more than three statements a second. Guarded by its monitor,
 * which is never held while a thread sleeps or asks.
 */
final class CellWatch {
    private static final long PATIENCE_NANOS = Duration.ofSeconds(1).toNanos();
    /** With two questions at any time in it, and further ones {@link Sighting#FRESH_NANOS} apart, it has three at most. */
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    /** Longer than the longest pause of a poller and a slow answer. */
    private static final long STALL_NANOS = Duration.ofSeconds(2).toNanos();

    private final CellId cellId;
    private final Timing timing;
    private int users;
    private boolean gone;
    private boolean lingering;
    private long lingerSince;
    private int pending;
    private int questions;
    private long lastAskAt;
    private long askedBefore;
    private long toldAt;
    private long notBefore;
    private boolean cleared;
    private @Nullable Sighting latest;
    private @Nullable Deque<Sleeper> followers;
    private @Nullable Deque<Sleeper> pausers;
    private @Nullable Object poller;
    private int round;
    private @Nullable Hints hints;

    CellWatch(CellId cellId, Timing timing) {
        this.cellId = cellId;
        this.timing = timing;
    }

    CellId cellId() {
        return cellId;
    }

    /** False if it has been thrown away meanwhile. */
    synchronized boolean enter() {
        if (!gone) {
            users++;
        }
        return !gone;
    }

    /** What becomes of a watch that nobody uses at the moment. */
    enum Left {
        STAYS,
        LINGERS,
        GOES
    }

    /** Somebody leaves; the last one decides what becomes of it. */
    synchronized Left leave() {
        users--;
        return rest();
    }

    /** The time for which it lingers may be over. */
    synchronized Left lookAgain() {
        lingering = false;
        return rest();
    }

    private Left rest() {
        long now = timing.nanoTime();
        Sighting sighting = latest;
        if (users > 0 || lingering || gone) {
            return Left.STAYS;
        }
        lingering = sighting != null && sighting.isBusy(now) && now - lastAskAt <= SECOND;
        lingerSince = now;
        gone = !lingering;
        return gone ? Left.GOES : Left.LINGERS;
    }

    /** Whether it has lingered for long enough to be looked at again. */
    synchronized boolean isDue() {
        return timing.nanoTime() - lingerSince > SECOND;
    }

    /**
     * Waits for an answer that another call is getting, or becomes the one that asks: then empty, and {@link #told} must
     * follow. Throws what the store threw at the other call.
     */
    <R> Optional<R> answerOrTurn(Inquiry<R> inquiry, Pauses.Wanted wanted) throws InterruptedException {
        while (true) {
            Sleeper sleeper;
            long patience;
            synchronized (this) {
                long now = timing.nanoTime();
                Optional<R> known = known(inquiry, wanted, now);
                if (known.isPresent()) {
                    return known;
                }
                patience = lastAskAt + PATIENCE_NANOS - now;
                if (pending == 0 || patience <= 0 || wasToldInVain(wanted.since())) {
                    countQuestion(now);
                    return Optional.empty();
                }
                followers = followers == null ? new ArrayDeque<>() : followers;
                sleeper = add(followers);
            }
            sleep(sleeper, patience);
        }
    }

    private <R> Optional<R> known(Inquiry<R> inquiry, Pauses.Wanted wanted, long now) {
        Optional<R> here = inquiry.here();
        Sighting sighting = latest;
        if (here.isPresent() || sighting == null || !meets(sighting, wanted, now)) {
            return here;
        }
        if (sighting instanceof Sighting.NoAnswer none) {
            throw none.failure();
        }
        return inquiry.from(sighting, now);
    }

    /** A call that came while the question was under way is as well served by its answer. */
    private boolean meets(Sighting sighting, Pauses.Wanted wanted, long now) {
        if (sighting.askedAt() - wanted.since() >= 0) {
            return true;
        }
        boolean told = toldAt - wanted.since() >= 0 || !sighting.isBusy(now) || isAskedMuch(now);
        return told && wanted.recentWillDo() && sighting.isRecent(now);
    }

    private boolean isAskedMuch(long now) {
        return questions > 1 && now - lastAskAt < Sighting.FRESH_NANOS && now - askedBefore < SECOND;
    }

    private void countQuestion(long now) {
        pending++;
        questions++;
        askedBefore = lastAskAt;
        lastAskAt = now;
    }

    /** Told since it came what is no answer to this call, it asks at once: others' answers would be none either. */
    private boolean wasToldInVain(long since) {
        return latest != null && latest.askedAt() - since > 0;
    }

    private static Sleeper add(Deque<Sleeper> sleepers) {
        Sleeper sleeper = new Sleeper();
        sleepers.add(sleeper);
        return sleeper;
    }

    private void sleep(Sleeper sleeper, long nanos) throws InterruptedException {
        try {
            sleeper.sleep(nanos);
        } finally {
            synchronized (this) {
                if (!sleeper.isWoken()) {
                    remove(followers, sleeper);
                    remove(pausers, sleeper);
                }
            }
        }
    }

    private static void remove(@Nullable Deque<Sleeper> sleepers, Sleeper sleeper) {
        if (sleepers != null) {
            sleepers.remove(sleeper);
        }
    }

    /** The one whose turn it was has asked; null if what it learned is of no use to others. */
    synchronized void told(@Nullable Sighting sighting) {
        pending--;
        boolean outdated = sighting != null
                && ((cleared && sighting.askedAt() - notBefore < 0)
                        || (latest != null && sighting.askedAt() - latest.askedAt() < 0));
        if (sighting != null && !outdated) {
            latest = sighting;
            toldAt = timing.nanoTime();
            boolean news = !(sighting instanceof Sighting.NoAnswer) && !sighting.isBusy(timing.nanoTime());
            if (news) {
                wakeAll(pausers);
            }
        }
        wakeAll(followers);
    }

    /** A call of this process was granted the cell or has ended: what was seen before is no news any more. */
    synchronized void clear() {
        cleared = true;
        notBefore = timing.nanoTime();
        latest = null;
        round = 0;
        wakeAll(pausers);
    }

    private static void wakeAll(@Nullable Deque<Sleeper> sleepers) {
        for (Sleeper sleeper = poll(sleepers); sleeper != null; sleeper = poll(sleepers)) {
            sleeper.wake();
        }
    }

    private static @Nullable Sleeper poll(@Nullable Deque<Sleeper> sleepers) {
        return sleepers == null ? null : sleepers.poll();
    }

    /** Another node says that the cell may have changed. */
    void hint() {
        hints().hint();
    }

    /** Made when there is use for it: most watches live for one question. */
    private synchronized Hints hints() {
        Hints known = hints == null ? new Hints() : hints;
        hints = known;
        return known;
    }

    /**
     * Pauses for the holder until there is news, it is this call's turn to ask, or its limit is over. The first to pause
     * stays the poller until it {@linkplain #stop stops}.
     *
     * @param call who pauses
     * @param pauses how many times it has before
     * @param limit in nanoseconds
     * @return if it is the poller's turn to ask, since when it wants to know
     */
    OptionalLong pause(Object call, int pauses, long limit) throws InterruptedException {
        long until = timing.nanoTime() + limit;
        long left = limit;
        while (left > 0) {
            Sleeper sleeper = null;
            long nanos = left;
            synchronized (this) {
                if (poller == null || poller == call) {
                    poller = call;
                    round = Math.max(round, pauses);
                    nanos = Math.min(left, hints().pauseAfter(round++).toNanos());
                } else {
                    pausers = pausers == null ? new ArrayDeque<>() : pausers;
                    sleeper = add(pausers);
                }
            }
            if (sleeper == null) {
                return OptionalLong.of(hints().pause(timing, nanos));
            }
            sleep(sleeper, Math.min(left, STALL_NANOS));
            if (sleeper.isWoken() || isStalled()) {
                return OptionalLong.empty();
            }
            left = until - timing.nanoTime();
        }
        return OptionalLong.empty();
    }

    /** Whether the poller has brought no answer for so long that others must ask for themselves. */
    private synchronized boolean isStalled() {
        return latest == null || timing.nanoTime() - latest.askedAt() >= STALL_NANOS;
    }

    /** The call does not pause any more; if it was the poller, another one is. */
    synchronized void stop(Object call) {
        if (poller == call) {
            poller = null;
        }
        Sleeper next = poller == null ? poll(pausers) : null;
        if (next != null) {
            next.wake();
        }
    }
}
