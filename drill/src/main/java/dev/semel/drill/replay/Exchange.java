/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.replay;

import dev.semel.drill.Target;
import dev.semel.drill.wire.Answer;
import dev.semel.drill.wire.Request;
import dev.semel.drill.wire.Wire;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Sends one request as often as a way to duplicate wants, and keeps a trace of each answer. */
final class Exchange {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration AFTER_HANGING_UP = Duration.ofSeconds(2);
    private static final int MOST_TRIES = 6;
    private static final long FIRST_PAUSE_MILLIS = 100;

    private final Target target;
    private final Request request;
    private final CountDownLatch stop;
    private final List<Trace> traces = new ArrayList<>();
    private boolean connected;

    Exchange(Target target, Request request, CountDownLatch stop) {
        this.target = target;
        this.request = request;
        this.stop = stop;
    }

    /** Sends; afterwards {@link #traces} has one for each request. */
    List<Trace> run(Duplicate duplicate) throws InterruptedException {
        if (duplicate == Duplicate.PARALLEL) {
            parallel();
        } else if (duplicate == Duplicate.CUT) {
            cut();
            settle();
        } else {
            settle();
        }
        traces.add(once());
        return traces;
    }

    /** Whether a connection could be made at all. */
    boolean isConnected() {
        return connected;
    }

    /** Both requests are out before either answer is read. */
    private void parallel() {
        try (Wire one = connect();
                Wire other = connect()) {
            one.send(request);
            other.send(request);
            traces.add(read(one));
            traces.add(read(other));
        } catch (IOException e) {
            while (traces.size() < 2) {
                traces.add(Trace.LOST);
            }
        }
    }

    /** The server sees the end of the connection; an answer that it sends all the same is kept, as the best evidence. */
    private void cut() {
        try (Wire wire = Wire.connect(target, AFTER_HANGING_UP)) {
            connected = true;
            wire.send(request).hangUp();
            traces.add(read(wire));
            wire.reset();
        } catch (IOException e) {
            if (traces.isEmpty()) {
                traces.add(Trace.LOST);
            }
        }
    }

    /** Sends until the answer is final: before that, a conflict says only that the first request still runs. */
    private void settle() throws InterruptedException {
        long pause = FIRST_PAUSE_MILLIS;
        Trace trace = once();
        for (int tries = 1; trace.status() == 409 && !traces.isEmpty() && tries < MOST_TRIES; tries++) {
            if (stop.await(pause, TimeUnit.MILLISECONDS)) {
                break;
            }
            pause *= 2;
            trace = once();
        }
        traces.add(trace);
    }

    private Trace once() {
        try (Wire wire = connect()) {
            return read(wire.send(request));
        } catch (IOException e) {
            return Trace.LOST;
        }
    }

    private Wire connect() throws IOException {
        Wire wire = Wire.connect(target, PATIENCE);
        connected = true;
        return wire;
    }

    private Trace read(Wire wire) {
        try {
            Answer answer = wire.read();
            return answer.isWhole() ? Trace.of(answer) : Trace.LOST;
        } catch (IOException e) {
            return Trace.LOST;
        }
    }
}
