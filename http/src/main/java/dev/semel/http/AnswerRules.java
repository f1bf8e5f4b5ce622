/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

import java.util.Objects;

/**
 * What the layer itself answers.
 *
 * @param markers how replays are marked
 * @param mismatchStatus the status of a mismatch: 422, or 400 or 409 for clients that expect those
 * @param storeDown what becomes of requests while the store is away
 * @param abandoned what becomes of keys after a crash
 */
public record AnswerRules(ReplayMarkers markers, int mismatchStatus, StoreDown storeDown, Abandoned abandoned) {
    /**
     * Checks the parts.
     *
     * @param markers as above
     * @param mismatchStatus as above
     * @param storeDown as above
     * @param abandoned as above
     * @throws IllegalArgumentException if the status is none of the three
     */
    public AnswerRules {
        Objects.requireNonNull(markers, "markers");
        Objects.requireNonNull(storeDown, "storeDown");
        Objects.requireNonNull(abandoned, "abandoned");
        if (mismatchStatus != 422 && mismatchStatus != 400 && mismatchStatus != 409) {
            throw new IllegalArgumentException("A mismatch answers 422, 400 or 409; got " + mismatchStatus + ".");
        }
    }

    /**
     * The standard marker, 422, refuse, run again.
     *
     * @return the default rules
     */
    public static AnswerRules standard() {
        return new AnswerRules(ReplayMarkers.standard(), 422, StoreDown.REFUSE, Abandoned.RERUN);
    }

    /**
     * These rules with other markers.
     *
     * @param markers how replays are marked
     * @return new rules
     */
    public AnswerRules withMarkers(ReplayMarkers markers) {
        return new AnswerRules(markers, mismatchStatus, storeDown, abandoned);
    }

    /**
     * These rules with another status for a mismatch.
     *
     * @param status 422, 400 or 409
     * @return new rules
     */
    public AnswerRules withMismatchStatus(int status) {
        return new AnswerRules(markers, status, storeDown, abandoned);
    }

    /**
     * These rules with another answer while the store is away.
     *
     * @param storeDown what becomes of requests
     * @return new rules
     */
    public AnswerRules withStoreDown(StoreDown storeDown) {
        return new AnswerRules(markers, mismatchStatus, storeDown, abandoned);
    }

    /**
     * These rules with another treatment of crashes.
     *
     * @param abandoned what becomes of keys
     * @return new rules
     */
    public AnswerRules withAbandoned(Abandoned abandoned) {
        return new AnswerRules(markers, mismatchStatus, storeDown, abandoned);
    }
}
