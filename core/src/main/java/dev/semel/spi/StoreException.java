/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spi;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A store could not answer. Thrown by stores alone; the executor turns it into what its callers know. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is known of the request that failed. */
    public enum Certainty {
        /** It changed nothing and would not, if sent again at once: the store is down, refuses or is misconfigured. */
        NOT_APPLIED,
        /** It changed nothing and may well succeed when sent again: a deadlock, a serialization failure. */
        TRANSIENT,
        /**
         * It changed nothing, because there was too much to do: a limit of threads, connections, time or room turned it
         * away, or a breaker that spares a slow store. Not sent again at once. Unlike one of {@link #NOT_APPLIED} the
         * store is not known to be away, and may have a record.
         */
        OVERLOADED,
        /** It may have been applied, or may still be, minutes later: the answer was lost. Unknown is not failed. */
        UNKNOWN
    }

    /** What is known of the request. */
    private final Certainty certainty;

    /**
     * Reports a failure.
     *
     * @param certainty what is known of the request; in doubt {@link Certainty#UNKNOWN}
     * @param message what happened and what an operator can do; no key, no payload, no password
     * @param cause the client library's exception, or null
     */
    public StoreException(Certainty certainty, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.certainty = Objects.requireNonNull(certainty, "certainty");
    }

    /**
     * What is known of the request.
     *
     * @return never null
     */
    public Certainty certainty() {
        return certainty;
    }
}
