/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.replay;

import dev.semel.drill.DrillException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Sends the mutations of a recording (POST, PUT, PATCH, DELETE) to a service, each with duplicates, and tells from the
 * answers which endpoints took effect twice. What it sends takes effect there: the target must be one that may be changed.
 */
public final class Replay {
    private static final int MOST_HOSTS = 1000;

    private Replay() {}

    /** Hears of each mutation when its duplicates are answered; called by several threads, one at a time. */
    @FunctionalInterface
    public interface Progress {
        /**
         * A mutation is done.
         *
         * @param done how many are, this one included
         * @param all how many there are
         */
        void done(long done, long all);
    }

    /**
     * Reads a recording to its end and sends nothing.
     *
     * @param plan what to replay
     * @param listener hears of each mutation that would be sent, as one printable line
     * @return how much would be sent
     * @throws DrillException if the recording cannot be read, holds nothing to replay, or was made at the target
     * @throws InterruptedException if the thread is interrupted
     */
    public static Survey survey(ReplayPlan plan, Consumer<String> listener) throws InterruptedException {
        Objects.requireNonNull(plan, "plan");
        Objects.requireNonNull(listener, "listener");
        Counting counting = new Counting(listener);
        Survey.read(plan.recording(), counting);
        Survey survey = counting.survey();
        if (survey.mutations() == 0) {
            throw new DrillException(plan.recording().file() + " holds no mutation that can be replayed"
                    + survey.contents().leftOut().reasons().stream()
                            .findFirst()
                            .map(reason -> "; " + reason)
                            .orElse(""));
        }
        survey.check(plan);
        return survey;
    }

    /**
     * Replays, and returns when all mutations are answered or the time is up.
     *
     * @param plan what to replay
     * @param progress hears of each mutation
     * @return the findings
     * @throws DrillException if the recording cannot be replayed, see {@link #survey}, or nothing answers at the target; in
     *     both cases nothing has been sent
     * @throws InterruptedException if the thread is interrupted; no further request is sent
     */
    public static ReplayReport run(ReplayPlan plan, Progress progress) throws InterruptedException {
        Objects.requireNonNull(progress, "progress");
        Survey survey = survey(plan, line -> {});
        return new ReplayRun(plan, survey, progress).run();
    }

    /** Counts what a run would send. */
    private static final class Counting implements Recorded.Visitor {
        private final Ledger ledger = new Ledger();
        private final Set<String> hosts = new HashSet<>();
        private final Consumer<String> listener;
        private long mutations;
        private long requests;
        private long first = Long.MAX_VALUE;
        private long last = Long.MIN_VALUE;

        Counting(Consumer<String> listener) {
            this.listener = listener;
        }

        @Override
        public void mutation(Recorded recorded) {
            mutations++;
            int each = 0;
            StringBuilder ways = new StringBuilder();
            for (Duplicate duplicate : Duplicate.of(ledger.began(recorded.endpoint()))) {
                each += duplicate.requests();
                ways.append(ways.length() == 0 ? "" : ", ").append(duplicate.word());
            }
            requests += each;
            if (recorded.millis() != Recorded.NO_TIME) {
                first = Math.min(first, recorded.millis());
                last = Math.max(last, recorded.millis());
            }
            if (hosts.size() < MOST_HOSTS && !recorded.host().isEmpty()) {
                hosts.add(recorded.host());
            }
            listener.accept(recorded.place() + ": " + recorded.request().method() + ' '
                    + HeaderLines.shown(recorded.request().path()) + ", "
                    + recorded.request().content().bytes().length + " bytes, " + ways);
        }

        @Override
        public void left(String place, String reason) {
            ledger.left(place, reason);
        }

        Survey survey() {
            Duration span =
                    last <= first ? Duration.ZERO : Duration.ofMillis(last).minusMillis(first);
            return new Survey(
                    mutations, requests, span, new Survey.Contents(ledger.endpoints(), hosts, ledger.leftOut()));
        }
    }
}
