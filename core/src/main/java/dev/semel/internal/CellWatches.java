/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.internal;

import dev.semel.CellId;
import dev.semel.Timing;
import dev.semel.internal.CellWatch.Left;
import dev.semel.spi.WakeUps;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The watches of the cells that calls of this process ask about or wait for: one question at a time a cell (design rule
 * D13). Cells do not touch each other.
 *
 * <p>A watch is thrown away with its last user, unless it has just seen that the first call runs elsewhere: then it lingers
 * while that is fresh, for the duplicates that are still to come. Those that linger are looked through whenever another
 * one begins to, so that they need no thread and do not add up.
 */
final class CellWatches implements WakeUps.Listener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CellWatches.class);

    private final ConcurrentHashMap<CellId, CellWatch> watches = new ConcurrentHashMap<>();
    private final Queue<CellWatch> lingering = new ConcurrentLinkedQueue<>();
    private final Timing timing;
    private final Function<CellId, CellWatch> make;
    private final WakeUps wakeUps;
    private final WakeUps.Registration registration;

    CellWatches(Timing timing, WakeUps wakeUps) {
        this.timing = timing;
        this.make = id -> new CellWatch(id, timing);
        this.wakeUps = wakeUps;
        this.registration = wakeUps.listen(this);
    }

    /** The watch of a cell, which must be {@linkplain #leave left}. */
    CellWatch enter(CellId cellId) {
        while (true) {
            CellWatch watch = watches.computeIfAbsent(cellId, make);
            if (watch.enter()) {
                return watch;
            }
            watches.remove(cellId, watch);
        }
    }

    void leave(CellWatch watch) {
        settle(watch, watch.leave());
        CellWatch oldest = lingering.peek();
        while (oldest != null && oldest.isDue() && lingering.remove(oldest)) {
            settle(oldest, oldest.lookAgain());
            oldest = lingering.peek();
        }
    }

    private void settle(CellWatch watch, Left left) {
        if (left == Left.GOES) {
            watches.remove(watch.cellId(), watch);
        } else if (left == Left.LINGERS) {
            lingering.add(watch);
        }
    }

    /** What was seen of a cell is no news any more, because a call of this process has changed it. */
    void clear(CellId cellId) {
        CellWatch watch = watches.get(cellId);
        if (watch != null) {
            watch.clear();
        }
    }

    /** Tells the other nodes that an attempt of this process has ended, as others see it too. */
    void announce(CellId cellId) {
        try {
            wakeUps.announce(cellId);
        } catch (RuntimeException e) { // the answer is durable and must go out
            LOG.warn("Wake-ups threw at an announcement; waiting calls of other nodes poll.", e);
        }
    }

    @Override
    public void changed(CellId cellId) {
        CellWatch watch = watches.get(cellId);
        if (watch != null) {
            watch.hint();
        }
    }

    @Override
    public void missed() {
        watches.values().forEach(CellWatch::hint);
    }

    /** No more hints; calls that wait go on polling. */
    @Override
    public void close() {
        registration.close();
    }

    int size() {
        return watches.size();
    }

    /** Gets the answer from this process, from another call's question, or from the store. */
    <R> R ask(CellId cellId, Inquiry<R> inquiry, Pauses.Wanted wanted) {
        CellWatch watch = enter(cellId);
        try {
            Optional<R> told = watch.answerOrTurn(inquiry, wanted);
            return told.isPresent() ? told.get() : askAndTell(watch, inquiry);
        } catch (InterruptedException e) {
            // Not to be kept waiting for others; its own question is as before.
            Thread.currentThread().interrupt();
            return inquiry.ask();
        } finally {
            leave(watch);
        }
    }

    private <R> R askAndTell(CellWatch watch, Inquiry<R> inquiry) {
        long askedAt = timing.nanoTime();
        Sighting sighting = null;
        try {
            R answer = inquiry.ask();
            sighting = inquiry.sighting(askedAt, answer);
            return answer;
        } catch (RuntimeException e) {
            sighting = noAnswer(askedAt, e);
            throw e;
        } finally {
            watch.told(sighting);
        }
    }

    /** An interrupted thread's failure may be its own alone; the next one asks again. */
    private static @Nullable Sighting noAnswer(long askedAt, RuntimeException failure) {
        return Thread.currentThread().isInterrupted() ? null : new Sighting.NoAnswer(askedAt, failure);
    }
}
