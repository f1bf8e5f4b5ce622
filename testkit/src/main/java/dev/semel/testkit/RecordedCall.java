/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit;

import dev.semel.CellId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A call of a store, as a {@link FaultyStore} saw it.
 *
 * @param verb what was asked
 * @param cellId of which cell; null for purge and for transactions
 * @param outcome the answer or the exception that the caller got; null for a verb that answers nothing
 */
public record RecordedCall(Verb verb, @Nullable CellId cellId, @Nullable Object outcome) {
    /**
     * Checks that nothing is missing.
     *
     * @param verb what was asked
     * @param cellId of which cell
     * @param outcome what the caller got
     */
    public RecordedCall {
        Objects.requireNonNull(verb, "verb");
    }
}
