/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the layer itself answers.
 *
 * @param markers how replays are marked
 * @param mismatchStatus the status of a mismatch: 422, or 400 or 409 for clients that expect those
 * @param storeDown what becomes of requests while the store is away
 * @param abandoned what becomes of keys after a crash
 * @param currentState what rebuilds the answers of replays; empty if they get the recorded one
 * @param expiresHeader the header field in which recorded answers tell when their record expires, as an HTTP date on the
 *     store's clock, at the cost of one read at the store; empty if they do not
 */
public record AnswerRules(
        ReplayMarkers markers,
        int mismatchStatus,
        StoreDown storeDown,
        Abandoned abandoned,
        Optional<CurrentState> currentState,
        Optional<String> expiresHeader) {
    /** The usual name of the field that tells when a record expires. */
    public static final String EXPIRES_HEADER = "Idempotency-Expires";

    /**
     * Checks the parts.
     *
     * @param markers as above
     * @param mismatchStatus as above
     * @param storeDown as above
     * @param abandoned as above
     * @param currentState as above
     * @param expiresHeader as above
     * @throws IllegalArgumentException if the status is none of the three, or the header has no field name
     */
    public AnswerRules {
        Objects.requireNonNull(markers, "markers");
        Objects.requireNonNull(storeDown, "storeDown");
        Objects.requireNonNull(abandoned, "abandoned");
        Objects.requireNonNull(currentState, "currentState");
        if (mismatchStatus != 422 && mismatchStatus != 400 && mismatchStatus != 409) {
            throw new IllegalArgumentException("A mismatch answers 422, 400 or 409; got " + mismatchStatus + ".");
        }
        if (!expiresHeader.map(HeaderField::isName).orElse(true)) {
            throw new IllegalArgumentException(
                    "The name of a header field is a token; got " + expiresHeader.get() + ".");
        }
    }

    /**
     * The standard marker, 422, refuse, run again, the recorded answer.
     *
     * @return the default rules
     */
    public static AnswerRules standard() {
        return new AnswerRules(
                ReplayMarkers.standard(), 422, StoreDown.REFUSE, Abandoned.RERUN, Optional.empty(), Optional.empty());
    }

    /**
     * These rules with other markers.
     *
     * @param markers how replays are marked
     * @return new rules
     */
    public AnswerRules withMarkers(ReplayMarkers markers) {
        return new AnswerRules(markers, mismatchStatus, storeDown, abandoned, currentState, expiresHeader);
    }

    /**
     * These rules with another status for a mismatch.
     *
     * @param status 422, 400 or 409
     * @return new rules
     */
    public AnswerRules withMismatchStatus(int status) {
        return new AnswerRules(markers, status, storeDown, abandoned, currentState, expiresHeader);
    }

    /**
     * These rules with another answer while the store is away.
     *
     * @param storeDown what becomes of requests
     * @return new rules
     */
    public AnswerRules withStoreDown(StoreDown storeDown) {
        return new AnswerRules(markers, mismatchStatus, storeDown, abandoned, currentState, expiresHeader);
    }

    /**
     * These rules with another treatment of crashes.
     *
     * @param abandoned what becomes of keys
     * @return new rules
     */
    public AnswerRules withAbandoned(Abandoned abandoned) {
        return new AnswerRules(markers, mismatchStatus, storeDown, abandoned, currentState, expiresHeader);
    }

    /**
     * These rules with answers of replays that are rebuilt.
     *
     * @param currentState what rebuilds them
     * @return new rules
     */
    public AnswerRules withCurrentState(CurrentState currentState) {
        return new AnswerRules(markers, mismatchStatus, storeDown, abandoned, Optional.of(currentState), expiresHeader);
    }

    /**
     * These rules with recorded answers that tell when their record expires.
     *
     * @param name the header field, usually {@value #EXPIRES_HEADER}
     * @return new rules
     */
    public AnswerRules withExpiresHeader(String name) {
        return new AnswerRules(markers, mismatchStatus, storeDown, abandoned, currentState, Optional.of(name));
    }

    /**
     * What a recorded answer carries to tell when its record expires.
     *
     * @param expiresAt asked only if such a field is wanted; on the store's clock, empty if it is not known
     * @return the field, with an IMF-fixdate
     */
    public Optional<HeaderField> expires(Supplier<Optional<Instant>> expiresAt) {
        return expiresHeader.flatMap(name -> expiresAt.get().map(time -> new HeaderField(name, HttpDate.format(time))));
    }
}
