/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import dev.semel.spring.IdempotencySetupException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells what does not fit, and what to do, without a stack trace. */
final class SetupFailureAnalyzer extends AbstractFailureAnalyzer<IdempotencySetupException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, IdempotencySetupException cause) {
        return new FailureAnalysis(cause.problem(), cause.remedy(), cause);
    }
}
