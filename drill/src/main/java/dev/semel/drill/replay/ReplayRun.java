/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.replay;

import dev.semel.drill.DrillException;
import dev.semel.drill.wire.Request;
import dev.semel.drill.wire.Wire;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One run. The caller's thread reads the recording and keeps its pace; a few others send, so that a slow answer does not
 * hold up what was recorded beside it. With a counter there is one of them: effects of two mutations at once could not be
 * told apart. As many bodies are in memory as there are senders, and one more.
 */
final class ReplayRun implements Recorded.Visitor {
    private static final int SENDERS = 4;
    private static final int FAILURES = 5;
    private static final Duration PROBE = Duration.ofSeconds(10);

    private final ReplayPlan plan;
    private final Survey survey;
    private final Replay.Progress progress;
    private final Ledger ledger = new Ledger();
    private final FreshKeys keys;
    private final FirstAnswers firsts = new FirstAnswers();
    private final ExecutorService senders;
    private final Semaphore free;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final AtomicInteger failures = new AtomicInteger();
    private final long begun = System.nanoTime();
    private long firstMillis = Recorded.NO_TIME;
    private long done;

    ReplayRun(ReplayPlan plan, Survey survey, Replay.Progress progress) {
        this.plan = plan;
        this.survey = survey;
        this.progress = progress;
        this.keys = new FreshKeys(plan.sending().keys(), UUID.randomUUID().toString());
        int many = plan.counter().isPresent() ? 1 : SENDERS;
        this.free = new Semaphore(many);
        this.senders = Executors.newFixedThreadPool(many, task -> {
            Thread thread = new Thread(task, "semel-replay");
            thread.setDaemon(true);
            return thread;
        });
    }

    ReplayReport run() throws InterruptedException {
        Instant started = InstantSource.system().instant();
        try {
            probe();
            Survey.read(plan.recording(), this);
            senders.shutdown();
            while (!senders.awaitTermination(1, TimeUnit.HOURS)) {
                // each answer has a deadline, so this ends
            }
        } finally {
            stop.countDown();
            senders.shutdownNow();
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        return new ReplayReport(
                plan.target(),
                new ReplayReport.Course(started, took, isGone()),
                ledger.results(),
                new ReplayReport.Rest(ledger.leftOut(), ledger.moments()));
    }

    /** Before anything is sent. */
    private void probe() {
        try {
            Wire.connect(plan.target(), PROBE).close();
        } catch (IOException e) {
            throw new DrillException("nothing listens at " + plan.target());
        }
        plan.counter()
                .ifPresent(counter -> counter.read(plan.sending().credentials().token()));
    }

    private boolean isGone() {
        return failures.get() >= FAILURES;
    }

    @Override
    public void left(String place, String reason) {
        ledger.left(place, reason);
    }

    @Override
    public void mutation(Recorded recorded) throws InterruptedException {
        if (firstMillis == Recorded.NO_TIME) {
            firstMillis = recorded.millis();
        }
        if (isGone() || !isTimeLeft(recorded)) {
            ledger.left(recorded.place(), isGone() ? "the server has gone" : "the time was up");
            tell();
            return;
        }
        List<Duplicate> ways = Duplicate.of(ledger.began(recorded.endpoint()));
        free.acquire();
        senders.execute(() -> {
            try {
                send(recorded, ways);
            } finally {
                free.release();
            }
        });
    }

    /** Waits for the moment of a request; false if that is after the end. */
    private boolean isTimeLeft(Recorded recorded) throws InterruptedException {
        long passed = System.nanoTime() - begun;
        double due = Math.max(0.0, (double) recorded.millis() - firstMillis)
                / plan.sending().pace().factor()
                * 1_000_000;
        long left = plan.sending()
                .pace()
                .limit()
                .map(limit -> limit.toNanos() - passed)
                .orElse(Long.MAX_VALUE);
        long wait = (long) Math.min(due - passed, Long.MAX_VALUE);
        if (wait > 0) {
            // nobody counts down while the recording is read: this is a pause that an interrupt ends
            stop.await(Math.min(wait, left), TimeUnit.NANOSECONDS);
        }
        return wait < left && left > 0;
    }

    private void send(Recorded recorded, List<Duplicate> ways) {
        try {
            for (Duplicate way : ways) {
                if (stop.getCount() == 0) {
                    // interrupted: nothing more is sent
                    return;
                }
                long from = System.nanoTime();
                Finding finding = exchange(recorded, way, way == ways.get(0) ? "" : way.word());
                ledger.found(recorded.endpoint(), way, recorded.place(), finding);
                ledger.moment(new EndpointResult.Moment(
                        (from - begun) / 1e9,
                        (System.nanoTime() - from) / 1e6,
                        finding.effect(),
                        recorded.endpoint() + ", " + recorded.place() + ", " + way.word()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        tell();
    }

    private Finding exchange(Recorded recorded, Duplicate way, String variant) throws InterruptedException {
        Request bare = recorded.request();
        Request sent = new Request(
                bare.method(),
                bare.path(),
                HeaderLines.sent(bare.lines(), plan.sending().credentials()),
                bare.content());
        Exchange exchange = new Exchange(plan.target(), keys.keyed(recorded, sent, variant), stop);
        OptionalLong before = count();
        List<Trace> traces = exchange.run(way);
        failures.updateAndGet(old -> exchange.isConnected() ? 0 : old + 1);
        OptionalLong after = count();
        if (plan.counter().isPresent() && (before.isEmpty() || after.isEmpty())) {
            return new Finding(Effect.UNKNOWN, "the counter could not be read");
        }
        OptionalLong counted =
                after.isPresent() ? OptionalLong.of(after.getAsLong() - before.getAsLong()) : OptionalLong.empty();
        if (!variant.isEmpty()) {
            return Finding.of(traces, counted);
        }
        return firsts.judge(keys.recorded(recorded), bare, new FirstAnswers.Seen(traces, counted));
    }

    private OptionalLong count() {
        try {
            return plan.counter()
                    .map(counter -> OptionalLong.of(
                            counter.read(plan.sending().credentials().token())))
                    .orElse(OptionalLong.empty());
        } catch (DrillException e) {
            return OptionalLong.empty();
        }
    }

    private synchronized void tell() {
        done++;
        progress.done(done, survey.mutations());
    }
}
