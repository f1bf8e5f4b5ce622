/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import dev.semel.CellId;
import dev.semel.spi.StoreException;
import dev.semel.spi.StoreException.Certainty;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Sends calls of one verb that come while others are under way together, as one statement. It has no thread, no timer
 * and no window in which it waits for more to come.
 *
 * <p><b>Places.</b> So many callers may send at a time. Whoever finds a place free sends at once, on its own thread;
 * others queue, so that somebody queues only while every place is taken. A sender gets a connection <em>first</em> and
 * takes who queues <em>then</em>: nobody is bound to a statement for which there is no connection, and whatever came
 * meanwhile goes along. With its answers it hands its place to the head of the queue and returns; nobody sends for
 * others longer than for itself.
 *
 * <p><b>Alone.</b> A sender that finds nobody in the queue uses the plain statement of one call. So does a call that is
 * large; one that has queued for as long as a statement may take, or is interrupted there; and one that the common
 * statement left without an answer: because only the plain one can give it, or because the common one failed and is
 * rolled back. Those need no place. So no call fails for another's sake, with two exceptions that are true of each: the
 * outcome of a statement whose answer was lost is unknown for all that were in it, and what a server was too slow to
 * do for all is not sent again one by one.
 *
 * <p><b>Interleavings.</b> A call is in the queue, or taken (removed under the lock by a sender, or as the next sender),
 * or has left (removed under the lock by itself). Its turn comes once, after it was taken; a taken call waits for that,
 * interrupted or not, as JDBC does. Cells in one statement are distinct; a second call of a cell keeps its place in the
 * queue. A process that dies leaves all rows of a statement or none, each as a single call would.
 */
final class Gatherer<Q, A> {
    /** Bytes of a question that are sent by themselves, and of an answer that are fetched so. */
    static final int LARGE = 16 * 1024;

    /** How a verb is sent. */
    interface Verb<Q, A> {
        String name();

        CellId cell(Q question);

        /** Whether the question is too large to be sent with others. */
        boolean isLarge(Q question);

        /** One call, by the plain statement. */
        A one(Connection connection, Q question) throws SQLException;

        /** How many calls at most may go in one statement. */
        int most();

        /** Calls of distinct cells, all or none applied; the answers in their order, none for who must call alone. */
        List<Optional<A>> many(Connection connection, List<Q> questions) throws SQLException;
    }

    private final Connections connections;
    private final Verb<Q, A> verb;
    private final int places;
    private final long patienceNanos;

    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Call<Q, A>> queue = new ArrayDeque<>();
    private int taken;

    /**
     * Gathers calls of a verb.
     *
     * @param places how many may send at a time; 0: every call goes alone, and {@code many} is never asked
     * @param patience how long a call queues at most
     */
    Gatherer(Connections connections, Verb<Q, A> verb, int places, Duration patience) {
        this.connections = connections;
        this.verb = verb;
        this.places = places;
        this.patienceNanos = patience.toNanos();
    }

    A call(Q question) {
        if (places == 0 || verb.isLarge(question)) {
            return alone(question);
        }
        Call<Q, A> call = new Call<>(question, verb.cell(question));
        if (!takesPlace(call) && !hasTurn(call)) {
            return alone(question);
        }
        if (call.sends) {
            send(call);
        }
        return call.answer().orElseGet(() -> alone(question));
    }

    private A alone(Q question) {
        return connections.autocommit(verb.name(), connection -> verb.one(connection, question));
    }

    private void send(Call<Q, A> own) {
        try {
            sendTogether(own);
        } finally {
            handOver();
        }
    }

    private void sendTogether(Call<Q, A> own) {
        List<Call<Q, A>> batch = new ArrayList<>();
        batch.add(own);
        try {
            connections.autocommit(verb.name(), connection -> {
                takeQueued(batch);
                answer(connection, batch);
                return true;
            });
        } catch (StoreException e) {
            if (batch.size() == 1) {
                throw e;
            }
            fail(batch, e);
        } finally {
            batch.forEach(call -> call.turn.countDown());
        }
    }

    private void answer(Connection connection, List<Call<Q, A>> batch) throws SQLException {
        if (batch.size() == 1) {
            batch.get(0).answer = verb.one(connection, batch.get(0).question);
            return;
        }
        List<Q> questions = batch.stream().map(call -> call.question).toList();
        List<Optional<A>> answers = verb.many(connection, questions);
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).answer = answers.get(i).orElse(null);
            batch.get(i).isKnown = true;
        }
    }

    /** A server that was too slow for all of them together would not be helped by each of them. */
    private void fail(List<Call<Q, A>> batch, StoreException failure) {
        boolean helpsAlone = failure.certainty() != Certainty.UNKNOWN && !SqlErrors.isCancelled(failure);
        for (Call<Q, A> call : batch) {
            if (!call.isKnown && !helpsAlone) {
                String message = "The database could not " + verb.name() + ", asked for several at once.";
                call.failure = new StoreException(failure.certainty(), message, failure);
            }
            call.isKnown = true;
        }
    }

    private boolean takesPlace(Call<Q, A> call) {
        lock.lock();
        try {
            call.sends = taken < places;
            if (call.sends) {
                taken++;
            } else {
                queue.add(call);
            }
            return call.sends;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the call is answered or has a place; false if it has left the queue. */
    private boolean hasTurn(Call<Q, A> call) {
        boolean interrupted = false;
        try {
            if (call.turn.await(patienceNanos, TimeUnit.NANOSECONDS)) {
                return true;
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        try {
            if (leaves(call)) {
                return false;
            }
            interrupted |= awaitTurn(call);
            return true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean leaves(Call<Q, A> call) {
        lock.lock();
        try {
            return queue.remove(call);
        } finally {
            lock.unlock();
        }
    }

    /** The sender's connection is bounded in time, so this is; returns whether it was interrupted. */
    private boolean awaitTurn(Call<Q, A> call) {
        boolean interrupted = false;
        while (true) {
            try {
                call.turn.await();
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }

    private void takeQueued(List<Call<Q, A>> batch) {
        lock.lock();
        try {
            if (queue.isEmpty()) {
                return;
            }
            Set<CellId> cells = new HashSet<>();
            cells.add(batch.get(0).cell);
            Iterator<Call<Q, A>> queued = queue.iterator();
            while (queued.hasNext() && batch.size() < verb.most()) {
                Call<Q, A> next = queued.next();
                if (cells.add(next.cell)) {
                    batch.add(next);
                    queued.remove();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void handOver() {
        Call<Q, A> next;
        lock.lock();
        try {
            next = queue.poll();
            if (next == null) {
                taken--;
            } else {
                next.sends = true;
            }
        } finally {
            lock.unlock();
        }
        if (next != null) {
            next.turn.countDown();
        }
    }

    /** A caller's question. What others write here they write before its turn comes. */
    private static final class Call<Q, A> {
        private final Q question;
        private final CellId cell;
        private final CountDownLatch turn = new CountDownLatch(1);
        private boolean sends;
        private boolean isKnown;
        private @Nullable A answer;
        private @Nullable StoreException failure;

        private Call(Q question, CellId cell) {
            this.question = question;
            this.cell = cell;
        }

        /** Empty if this call must go alone. */
        private Optional<A> answer() {
            if (failure != null) {
                throw failure;
            }
            if (answer == null && !isKnown) {
                throw new StoreException(
                        Certainty.UNKNOWN, "The thread that sent this together with its own request failed.", null);
            }
            return Optional.ofNullable(answer);
        }
    }
}
