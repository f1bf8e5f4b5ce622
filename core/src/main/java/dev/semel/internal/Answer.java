/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.internal;

import dev.semel.spi.RecordedResult;
import java.time.Duration;

/** What became of a call, before its result is decoded. */
public sealed interface Answer {
    /**
     * This call's result is recorded.
     *
     * @param result the result
     */
    record Executed(RecordedResult result) implements Answer {}

    /**
     * An earlier call's result.
     *
     * @param result the result
     */
    record Replayed(RecordedResult result) implements Answer {}

    /**
     * An earlier call runs.
     *
     * @param remaining of its lease; zero if unknown
     */
    record InProgress(Duration remaining) implements Answer {}

    /** The payload is another. */
    record Mismatched() implements Answer {}

    /** The record is held. */
    record Indeterminate() implements Answer {}

    /** The action ran; whether its result was recorded is unknown. */
    record Unknown() implements Answer {}

    /** Somebody took over while the action ran, and what they answered cannot be read now. */
    record Lost() implements Answer {}

    /** The action ended without an answer, and its claim is given back or rolled back. */
    record NotRecorded() implements Answer {}

    /** The action ended without an answer, and the record is held as it asked. */
    record Held() implements Answer {}

    /** The action ended without an answer; that the record is as it asked was not confirmed. */
    record Unconfirmed() implements Answer {}

    /** The transaction is known to have rolled back after the action had returned. */
    record RolledBack() implements Answer {}

    /**
     * The action did not run.
     *
     * @param failure what the store did instead of answering
     */
    record Unavailable(Event.Failure failure) implements Answer {}
}
