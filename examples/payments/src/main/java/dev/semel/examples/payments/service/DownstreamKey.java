/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * The Idempotency-Key under which the provider is called.
 *
 * <p>A new one per call, as here, lets a repeated request charge again: the provider sees a stranger each time. A key
 * derived from the caller's own key makes the repetition known to the provider too.
 */
@Component
final class DownstreamKey {

    String next() {
        return UUID.randomUUID().toString();
    }
}
