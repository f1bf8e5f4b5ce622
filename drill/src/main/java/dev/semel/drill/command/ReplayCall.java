/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.command;

import dev.semel.drill.replay.Effect;
import dev.semel.drill.replay.Replay;
import dev.semel.drill.replay.ReplayPlan;
import dev.semel.drill.replay.ReplayReport;
import dev.semel.drill.replay.Survey;
import java.io.PrintWriter;

/** Replays for the command line: says what will happen before it does. */
final class ReplayCall {
    private static final int BAR = 1000;

    private final ReplayPlan plan;
    private final PrintWriter err;

    ReplayCall(ReplayPlan plan, PrintWriter err) {
        this.plan = plan;
        this.err = err;
    }

    void list(PrintWriter out) throws InterruptedException {
        Survey survey = Replay.survey(plan, out::println);
        survey.contents().leftOut().reasons().forEach(out::println);
        out.println("nothing was sent; without --dry-run, " + survey.statement(plan));
        out.flush();
    }

    ReplayReport run() throws InterruptedException {
        err.println("semel: " + Replay.survey(plan, line -> {}).statement(plan));
        err.flush();
        try (ProgressBar bar = ProgressBar.onTerminal()) {
            return Replay.run(plan, (done, all) -> {
                if (all <= BAR) {
                    bar.show((int) done, (int) all);
                } else if (done * BAR / all != (done - 1) * BAR / all) {
                    bar.show((int) (done * BAR / all), BAR);
                }
            });
        }
    }

    static int code(ReplayReport report) {
        if (!report.with(Effect.TWICE).isEmpty()) {
            return 1;
        }
        return report.course().serverGone() ? 2 : 0;
    }
}
