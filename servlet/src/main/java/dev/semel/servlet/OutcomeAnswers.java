/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import dev.semel.Outcome;
import dev.semel.http.StoredResponse;
import java.io.IOException;

/** Answers a request that ran no handler, or whose handler's answer is not the recorded one. */
final class OutcomeAnswers {
    private OutcomeAnswers() {}

    static void write(Outcome<StoredResponse> outcome, AnswerWriter answers) throws IOException {
        if (outcome instanceof Outcome.Replayed<StoredResponse> replayed) {
            answers.replay(replayed.value());
        } else if (outcome instanceof Outcome.Executed<StoredResponse> executed) {
            // a reconciler found out that an earlier attempt took effect
            answers.replay(executed.value());
        } else if (outcome instanceof Outcome.InProgress<StoredResponse> inProgress) {
            answers.inProgress(inProgress.retryAfter());
        } else if (outcome instanceof Outcome.Mismatched) {
            answers.mismatch();
        } else if (outcome instanceof Outcome.Indeterminate) {
            answers.indeterminate();
        } else if (outcome instanceof Outcome.Unknown) {
            answers.unavailable(
                    "The request was processed, but whether its outcome was kept is not known. Send the same"
                            + " request with the same key again after the time in Retry-After to find out.");
        } else {
            throw new AssertionError(outcome);
        }
    }
}
