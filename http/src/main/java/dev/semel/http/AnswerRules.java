/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

import java.util.Objects;
import java.util.Optional;

/**
 * What the layer itself answers.
 *
 * @param markers how replays are marked
 * @param mismatchStatus the status of a mismatch: 422, or 400 or 409 for clients that expect those
 * @param storeDown what becomes of requests while the store is away
 * @param abandoned what becomes of keys after a crash
 * @param currentState what rebuilds the answers of replays; empty if they get the recorded one
 */
public record AnswerRules(
        ReplayMarkers markers,
        int mismatchStatus,
        StoreDown storeDown,
        Abandoned abandoned,
        Optional<CurrentState> currentState) {
    /**
     * Checks the parts.
     *
     * @param markers as above
     * @param mismatchStatus as above
     * @param storeDown as above
     * @param abandoned as above
     * @param currentState as above
     * @throws IllegalArgumentException if the status is none of the three
     */
    public AnswerRules {
        Objects.requireNonNull(markers, "markers");
        Objects.requireNonNull(storeDown, "storeDown");
        Objects.requireNonNull(abandoned, "abandoned");
        Objects.requireNonNull(currentState, "currentState");
        if (mismatchStatus != 422 && mismatchStatus != 400 && mismatchStatus != 409) {
            throw new IllegalArgumentException("A mismatch answers 422, 400 or 409; got " + mismatchStatus + ".");
        }
    }

    /**
     * The standard marker, 422, refuse, run again, the recorded answer.
     *
     * @return the default rules
     */
    public static AnswerRules standard() {
        return new AnswerRules(ReplayMarkers.standard(), 422, StoreDown.REFUSE, Abandoned.RERUN, Optional.empty());
    }

    /**
     * These rules with other markers.
     *
     * @param markers how replays are marked
     * @return new rules
     */
    public AnswerRules withMarkers(ReplayMarkers markers) {
        return new AnswerRules(markers, mismatchStatus, storeDown, abandoned, currentState);
    }

    /**
     * These rules with another status for a mismatch.
     *
     * @param status 422, 400 or 409
     * @return new rules
     */
    public AnswerRules withMismatchStatus(int status) {
        return new AnswerRules(markers, status, storeDown, abandoned, currentState);
    }

    /**
     * These rules with another answer while the store is away.
     *
     * @param storeDown what becomes of requests
     * @return new rules
     */
    public AnswerRules withStoreDown(StoreDown storeDown) {
        return new AnswerRules(markers, mismatchStatus, storeDown, abandoned, currentState);
    }

    /**
     * These rules with another treatment of crashes.
     *
     * @param abandoned what becomes of keys
     * @return new rules
     */
    public AnswerRules withAbandoned(Abandoned abandoned) {
        return new AnswerRules(markers, mismatchStatus, storeDown, abandoned, currentState);
    }

    /**
     * These rules with answers of replays that are rebuilt.
     *
     * @param currentState what rebuilds them
     * @return new rules
     */
    public AnswerRules withCurrentState(CurrentState currentState) {
        return new AnswerRules(markers, mismatchStatus, storeDown, abandoned, Optional.of(currentState));
    }
}
