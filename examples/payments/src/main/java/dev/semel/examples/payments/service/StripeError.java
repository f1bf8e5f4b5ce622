/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * A failure as clients of Stripe read it; of any other document they say only that it is malformed.
 *
 * @param error the one member
 */
record StripeError(Body error) {

    /** Under this path clients of Stripe are spoken to. */
    static final String PATH = "/v1";

    /** Tells a client of Stripe not to send again by itself, which it does after each 409 and 5xx. */
    static final String SHOULD_RETRY = "Stripe-Should-Retry";

    /** A retry of the client, not a mistake of it. */
    static final String KEY_IN_USE = "idempotency_key_in_use";

    /**
     * What went wrong.
     *
     * @param type decides, with the status, which exception the client throws
     * @param code null if there is none
     * @param message for people
     * @param param the parameter to mend; null if it is none of them
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Body(String type, @Nullable String code, String message, @Nullable String param) {}

    /** The error of a status; the parameter is null where there is none to mend. */
    static StripeError of(int status, String message, @Nullable String param) {
        return switch (status) {
            case 402 -> error("card_error", "card_declined", message, param);
            case 404 -> error("invalid_request_error", "resource_missing", message, param);
            case 409 -> ofKey(null, message);
            default -> error(status >= 500 ? "api_error" : "invalid_request_error", null, message, param);
        };
    }

    /** A request that its key does not let pass. */
    static StripeError ofKey(@Nullable String code, String message) {
        return error("idempotency_error", code, message, null);
    }

    /** Whether the client of this request reads such errors. */
    static boolean isReadBy(HttpServletRequest request) {
        return request.getRequestURI().startsWith(request.getContextPath() + PATH + "/");
    }

    private static StripeError error(String type, @Nullable String code, String message, @Nullable String param) {
        return new StripeError(new Body(type, code, message, param));
    }
}
