/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.rows;

import dev.semel.drill.DrillPlan;
import dev.semel.drill.Feature;
import dev.semel.drill.Progress;
import dev.semel.drill.Row;
import dev.semel.drill.RowResult;
import dev.semel.drill.Target;
import dev.semel.drill.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * One drill. Rows that wait run first and side by side, if their executions can be counted by key; all others run one
 * after another, so that a count of all executions tells what one row did. A watch ends what takes too long.
 */
public final class RowRun {
    private static final int SIDE_BY_SIDE = 6;
    private static final Duration LONGEST_ROW = Duration.ofSeconds(25);

    private final DrillPlan plan;
    private final Service service;
    private final Checks checks = Checks.all();
    private final Progress progress;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(daemons("drill-watch"));
    private final ExecutorService threads = Executors.newFixedThreadPool(SIDE_BY_SIDE, daemons("drill"));
    private final Term term;
    private int done;

    private RowRun(DrillPlan plan, Progress progress) {
        this.plan = plan;
        this.progress = progress;
        List<Target> nodes = new ArrayList<>(List.of(plan.target()));
        plan.peer().ifPresent(nodes::add);
        this.term = Term.of(plan.extent().timeout());
        this.service = new Service(List.copyOf(nodes), plan.token(), term);
    }

    /**
     * Runs.
     *
     * @return one result for each row of the plan, in its order
     */
    public static List<RowResult> of(DrillPlan plan, Progress progress) throws InterruptedException {
        RowRun run = new RowRun(plan, progress);
        try {
            return run.all();
        } finally {
            run.threads.shutdownNow();
            run.watch.shutdownNow();
        }
    }

    private static ThreadFactory daemons(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    private List<RowResult> all() throws InterruptedException {
        Findings findings = Scout.look(service, plan.extent().faults(), threads);
        Map<Row, Future<RowResult>> beside = new LinkedHashMap<>();
        if (findings.has(Feature.EXECUTIONS)) {
            plan.extent().rows().stream()
                    .filter(row -> checks.isTimed(row.number()))
                    .forEach(row -> beside.put(row, threads.submit(() -> judge(row, findings))));
        }
        Map<Row, RowResult> results = new LinkedHashMap<>();
        for (Map.Entry<Row, Future<RowResult>> each : beside.entrySet()) {
            results.put(each.getKey(), ended(each.getKey(), each.getValue()));
        }
        for (Row row : plan.extent().rows()) {
            if (!results.containsKey(row)) {
                results.put(row, judge(row, findings));
            }
        }
        return plan.extent().rows().stream().map(results::get).toList();
    }

    private static RowResult ended(Row row, Future<RowResult> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Row " + row.number() + " has no verdict.", e);
        }
    }

    private RowResult judge(Row row, Findings findings) throws InterruptedException {
        long start = System.nanoTime();
        Verdict verdict = verdict(row, findings);
        RowResult result = new RowResult(row, verdict, Duration.ofNanos(System.nanoTime() - start));
        tell(result);
        return result;
    }

    private synchronized void tell(RowResult result) {
        done++;
        progress.done(result, done, plan.extent().rows().size());
    }

    private Verdict verdict(Row row, Findings findings) throws InterruptedException {
        Optional<Check> check = checks.of(row.number());
        if (check.isEmpty()) {
            return new Verdict.NotApplicable(row.conditions().obstacle());
        }
        Optional<String> obstacle = findings.obstacle(row);
        if (obstacle.isPresent()) {
            return new Verdict.NotApplicable(obstacle.get());
        }
        if (term.isOver()) {
            return timeIsUp();
        }
        return tried(row, findings, Math.min(term.left().toNanos(), LONGEST_ROW.toNanos()));
    }

    private Verdict tried(Row row, Findings findings, long nanos) throws InterruptedException {
        try (Trial trial = new Trial(service, findings, row)) {
            ScheduledFuture<?> alarm = watch.schedule(trial::abort, nanos, TimeUnit.NANOSECONDS);
            try {
                checks.of(row.number()).orElseThrow().run(trial);
                return new Verdict.Passed(trial.notes());
            } finally {
                alarm.cancel(false);
            }
        } catch (Finding finding) {
            return finding.verdict();
        } catch (IOException e) {
            return term.isOver() ? timeIsUp() : new Verdict.Failed("an answer", reason(e));
        } catch (RuntimeException e) {
            // whatever a service sends, the drill goes on
            return new Verdict.Failed("an answer that can be read", reason(e));
        }
    }

    private Verdict timeIsUp() {
        return new Verdict.Failed("a verdict within " + plan.extent().timeout().toSeconds() + " s", "time was up");
    }

    private static String reason(Exception e) {
        String message = e.getMessage();
        return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
    }
}
