/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.endpoint;

import dev.semel.drill.DrillException;
import dev.semel.drill.DrillPlan;
import dev.semel.drill.DrillReport;
import dev.semel.drill.Figures;
import dev.semel.drill.Progress;
import dev.semel.drill.Row;
import dev.semel.drill.RowResult;
import dev.semel.drill.Verdict;
import dev.semel.drill.rows.Finding;
import dev.semel.drill.rows.Term;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** Drills one described endpoint: duplicates, cuts and storms, with the effects counted before and after. */
public final class EndpointDrill {
    private static final int THREADS = 32;
    private static final String STILL =
            "effects do not move: check effects.path, effects.count and who is allowed to see them";

    private final DrillPlan plan;
    private final Site site;
    private final Progress progress;
    private final long started = System.nanoTime();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(daemons("drill-watch"));
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, daemons("drill"));
    private final List<RowResult> results = new ArrayList<>();
    private final Measures measures = new Measures();

    private EndpointDrill(DrillPlan plan, Endpoint endpoint, Progress progress) {
        this.plan = plan;
        this.progress = progress;
        this.site = new Site(endpoint.description(), plan, Term.of(plan.extent().timeout()));
    }

    /**
     * Drills, and returns when all drills have a verdict or the time is up.
     *
     * @param plan where, as whom and for how long; its rows are not looked at
     * @param endpoint what is sent, and how effects are counted
     * @param progress hears of each drill
     * @return the findings, numbered from E1, with figures of effects and times
     * @throws DrillException if nothing answers at the target, or its effects cannot be counted
     * @throws InterruptedException if the thread is interrupted; no further request is sent
     */
    public static DrillReport run(DrillPlan plan, Endpoint endpoint, Progress progress) throws InterruptedException {
        EndpointDrill drill = new EndpointDrill(
                Objects.requireNonNull(plan, "plan"),
                Objects.requireNonNull(endpoint, "endpoint"),
                Objects.requireNonNull(progress, "progress"));
        try {
            return drill.all();
        } finally {
            drill.threads.shutdownNow();
            drill.watch.shutdownNow();
        }
    }

    private static ThreadFactory daemons(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    private DrillReport all() throws InterruptedException {
        Instant begun = InstantSource.system().instant();
        requireCounter();
        List<Exercise> exercises = Exercises.all(threads);
        boolean moves = true;
        for (Exercise exercise : exercises) {
            Row row = row(exercise, results.size() + 1);
            long start = System.nanoTime();
            Verdict verdict = moves ? verdict(row, exercise) : new Verdict.NotApplicable(STILL);
            if (results.isEmpty() && measures.standsStill()) {
                verdict = new Verdict.Failed("2 effects of 2 new keys", "0 effects; " + STILL);
                moves = false;
            }
            results.add(new RowResult(row, verdict, Duration.ofNanos(System.nanoTime() - start)));
            progress.done(results.get(results.size() - 1), results.size(), exercises.size());
        }
        List<Figures> figures = measures.figures();
        return new DrillReport(plan.target(), begun, Duration.ofNanos(System.nanoTime() - started), results, figures);
    }

    /** Before anything is sent that takes effect. */
    private void requireCounter() {
        try {
            site.intent();
        } catch (IOException e) {
            throw new DrillException("nothing answers at " + plan.target() + ": " + reason(e));
        }
    }

    private Row row(Exercise exercise, int number) {
        return new Row(
                "E" + number,
                site.description().name(),
                new Row.Meaning(List.of(exercise.level()), exercise.title(), "endpoint"),
                new Row.Conditions(Set.of(), "", ""));
    }

    private Verdict verdict(Row row, Exercise exercise) throws InterruptedException {
        Term term = site.term();
        if (term.isOver()) {
            return timeIsUp();
        }
        try (Scene scene = new Scene(site, started)) {
            ScheduledFuture<?> alarm = watch.schedule(scene::abort, term.left().toNanos(), TimeUnit.NANOSECONDS);
            try {
                exercise.course().run(scene);
                return new Verdict.Passed(scene.notes());
            } finally {
                alarm.cancel(false);
                measures.add(row, scene);
            }
        } catch (Finding finding) {
            return finding.verdict();
        } catch (IOException e) {
            return term.isOver() ? timeIsUp() : new Verdict.Failed("an answer", reason(e));
        } catch (DrillException e) {
            return new Verdict.Failed("a count of effects", reason(e));
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
