/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client;

import dev.semel.client.SendResult.FailureReason;
import dev.semel.client.SendResult.UnknownReason;
import org.jspecify.annotations.Nullable;

/**
 * How one attempt went and what follows from it.
 *
 * @param call whose attempt it was
 * @param response null if there was none
 * @param cause null if there was an answer
 */
record Turn<R>(LogicalCall<R> call, Verdict verdict, @Nullable R response, @Nullable Throwable cause) {
    /** What follows. */
    sealed interface Verdict {
        /** Sent again after a wait; if no attempt is left, it ends with {@code otherwise}. */
        record Again(long millis, Verdict otherwise) implements Verdict {}

        record Done() implements Verdict {}

        record Failed(FailureReason reason) implements Verdict {}

        record Unclear(UnknownReason reason) implements Verdict {}
    }

    boolean isSentAgain() {
        return verdict instanceof Verdict.Again;
    }

    long waitMillis() {
        return verdict instanceof Verdict.Again again ? again.millis() : 0;
    }

    void beforeWait() {
        call.beforeWait(response);
    }

    SendResult<R> result() {
        return call.result(this);
    }
}
