/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.endpoint;

import dev.semel.drill.rows.Finding;
import dev.semel.drill.wire.Answer;
import dev.semel.drill.wire.Request;
import dev.semel.drill.wire.Wire;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** One run of one drill: its intents, its connections, and the words in which drills are written. */
final class Scene implements Closeable {
    private static final long SETTLED_MILLIS = 250;
    private static final long POLL_MILLIS = 40;
    private static final int POLLS = 100;
    private static final int TRIES = 200;

    private final Site site;
    private final long started;
    private final List<Intent> intents = new ArrayList<>();
    private final Queue<Wire> wires = new ConcurrentLinkedQueue<>();
    private final Queue<Sample> samples = new ConcurrentLinkedQueue<>();
    private final List<String> notes = new ArrayList<>();
    private long expected;
    private long seen;
    private volatile boolean aborted;

    /**
     * How long one answer took.
     *
     * @param atSeconds since the drills began
     * @param millis until its last byte
     */
    record Sample(double atSeconds, double millis) {}

    Scene(Site site, long started) {
        this.site = site;
        this.started = started;
    }

    Site site() {
        return site;
    }

    /** A new intended effect, counted in this drill. */
    synchronized Intent intent() throws IOException {
        Intent intent = site.intent();
        intents.add(intent);
        return intent;
    }

    Wire open(int node) throws IOException {
        Wire wire = site.connect(node);
        wires.add(wire);
        if (aborted) {
            wire.close();
            throw new IOException("the drill takes too long");
        }
        return wire;
    }

    Wire start(Request request) throws IOException {
        return open(0).send(request);
    }

    Answer send(int node, Request request) throws IOException {
        long start = System.nanoTime();
        try (Wire wire = open(node)) {
            Answer answer = wire.send(request).read(request.method());
            long end = System.nanoTime();
            samples.add(new Sample((start - started) / 1e9, (end - start) / 1e6));
            return answer;
        }
    }

    /** Sends as a client does that wants an answer: again after a conflict, a server's error or a broken connection. */
    Answer insist(Intent intent) throws IOException, InterruptedException {
        return insistAt(0, intent);
    }

    /** As {@link #insist}, at one node first. */
    Answer insistAt(int node, Intent intent) throws IOException, InterruptedException {
        Optional<Answer> last = Optional.empty();
        for (int attempt = 0; attempt < TRIES && !site.term().isOver(); attempt++) {
            try {
                Answer answer = send(node + attempt, intent.request());
                last = Optional.of(answer);
                if (!isToBeRepeated(answer)) {
                    expect(isSuccess(answer), "a success for a retry", answer);
                    return answer;
                }
            } catch (IOException e) {
                if (aborted) {
                    throw e;
                }
            }
            pause(POLL_MILLIS);
        }
        throw Finding.unmet("a success for a retry", last.map(Answer::toString).orElse("no answer"));
    }

    boolean isSuccess(Answer answer) {
        return site.description().answers().isSuccess(answer.status());
    }

    boolean isConflict(Answer answer) {
        return site.description().answers().conflict().contains(answer.status());
    }

    private boolean isToBeRepeated(Answer answer) {
        return !isSuccess(answer) && (isConflict(answer) || answer.status() >= 500 || answer.status() == 429);
    }

    void expect(boolean holds, String what, Object came) {
        if (!holds) {
            throw Finding.unmet(what, came);
        }
    }

    /** Each intent of this drill took effect once. */
    void expectEachOnce() throws IOException, InterruptedException {
        expectEffects(1);
    }

    /** Each intent of this drill took effect so often. */
    void expectEffects(long each) throws IOException, InterruptedException {
        long one = each * site.description().effects().each();
        boolean own = site.description().effects().isOwn();
        expected = each * intents.size();
        seen = 0;
        if (own) {
            for (Intent intent : intents) {
                seen += effects(settled(intent, one));
            }
        } else if (!intents.isEmpty()) {
            seen = effects(settled(intents.get(0), one * intents.size()));
        }
        expect(seen == expected, words(expected), words(seen));
    }

    private long effects(long counted) {
        return counted / site.description().effects().each();
    }

    private static String words(long number) {
        return number + (number == 1 ? " effect" : " effects");
    }

    /** What has been added once it is as expected and stays so: an aborted request may take effect late. */
    private long settled(Intent intent, long wanted) throws IOException, InterruptedException {
        long added = site.count(intent) - intent.before();
        for (int poll = 0; poll < POLLS && added < wanted; poll++) {
            pause(POLL_MILLIS);
            added = site.count(intent) - intent.before();
        }
        pause(intents.size() > 1 && site.description().effects().isOwn() ? 0 : SETTLED_MILLIS);
        return site.count(intent) - intent.before();
    }

    /** Gives late effects of aborted requests the time to show. */
    void letSettle() throws InterruptedException {
        pause(SETTLED_MILLIS);
    }

    void pause(long millis) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(millis);
    }

    void note(String note) {
        notes.add(note);
    }

    String notes() {
        return String.join("; ", notes);
    }

    long expected() {
        return expected;
    }

    long seen() {
        return seen;
    }

    List<Sample> samples() {
        return List.copyOf(samples);
    }

    void abort() {
        aborted = true;
        close();
    }

    @Override
    public void close() {
        for (Wire wire : wires) {
            try {
                wire.close();
            } catch (IOException e) {
                // there is nobody to whom it matters
            }
        }
    }
}
