/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client;

import io.github.resilience4j.core.IntervalFunction;
import java.time.InstantSource;

/** What all calls of a sender have in common. */
record SenderSettings(
        KeyPlacement placement,
        KeySource keys,
        SendRules rules,
        RetryLimits limits,
        IntervalFunction backoff,
        Credentials credentials,
        AnswerTable table,
        InstantSource clock) {}
