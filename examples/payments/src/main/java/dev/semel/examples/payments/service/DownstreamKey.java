/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

import dev.semel.spring.CurrentExecution;
import org.springframework.stereotype.Component;

/**
 * The Idempotency-Key under which the provider is called: derived from the caller's own key, and so the same in every
 * attempt. After a crash or a lost answer the provider sees the same request again, not a stranger's.
 */
@Component
final class DownstreamKey {

    /** The key of a call to the provider within the running request. */
    String of(String step) {
        return CurrentExecution.get().downstreamKey(step);
    }
}
