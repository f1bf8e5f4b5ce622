/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

/** What the layer itself reports to clients, as problem types of RFC 9457. Codes, types and titles never change. */
public enum ProblemType {
    /** The route requires a key and the request has none. */
    MISSING_KEY(
            "missing-key",
            400,
            "Idempotency key missing",
            "This operation requires an idempotency key. Send a new unique key in the Idempotency-Key header field, and"
                    + " the same key again with each retry."),
    /** The key cannot be used. */
    INVALID_KEY(
            "invalid-key",
            400,
            "Idempotency key invalid",
            "Send exactly one well-formed idempotency key. Nothing was executed."),
    /** The route is an envelope whose parts carry keys of their own, and the request has one for all of them. */
    KEY_REFUSED(
            "key-refused",
            501,
            "Idempotency key not supported here",
            "This operation takes no idempotency key for the whole request, because its parts can be retried one by one."
                    + " Nothing was executed. Send a key with each part, and the request without one."),
    /** The request came as TLS early data, which may have been sent by somebody else. */
    TOO_EARLY(
            "too-early",
            425,
            "Request too early",
            "This operation does not accept requests in TLS early data. Nothing was executed and the key was not used."
                    + " Send the same request with the same key again after the handshake."),
    /** The key was used with another payload. */
    FINGERPRINT_MISMATCH(
            "fingerprint-mismatch",
            422,
            "Idempotency key reused",
            "This key was used before with another request; nothing was executed. Use a new key for a new request, and"
                    + " send a retry unchanged."),
    /** The first request is running. */
    CONFLICT(
            "conflict",
            409,
            "Request in progress",
            "The first request with this key is still being processed. Send the same request with the same key again"
                    + " after the time in Retry-After."),
    /** The time at which the client says it sent the request first cannot be used. */
    INVALID_FIRST_SENT(
            "invalid-first-sent",
            400,
            "First-sent time invalid",
            "Send the time of the first attempt, as an HTTP date, with each retry. Nothing was executed."),
    /** The client sent the request first so long ago that its record may have expired. */
    EXPIRED_KEY(
            "expired-key",
            412,
            "Idempotency key expired",
            "This request was first sent longer ago than outcomes are kept, so it cannot be told whether it was executed."
                    + " Nothing was executed now. Find out what happened before you send the intent under a new key."),
    /** The request is too large to be compared. */
    PAYLOAD_TOO_LARGE(
            "payload-too-large",
            413,
            "Request too large",
            "The request body is larger than this operation accepts. Nothing was executed and the key was not used."),
    /** The store is away. */
    STORE_UNAVAILABLE(
            "store-unavailable",
            503,
            "Idempotency store unavailable",
            "Whether this request was processed before cannot be told at the moment. Send the same request with the"
                    + " same key again after the time in Retry-After."),
    /** Nobody knows what became of the first request. */
    INDETERMINATE(
            "indeterminate",
            409,
            "Outcome unknown",
            "It is not known whether the first request with this key took effect, and it is not run again by itself. Find"
                    + " out what happened before you send the intent under a new key."),
    /** The request is meant for another version of the resource. */
    PRECONDITION_FAILED(
            "precondition-failed",
            412,
            "Precondition failed",
            "The resource is not, or no longer, the one that the request names; nothing was changed. Read it again, and"
                    + " if the change is still wanted send it with the new entity tag and a new idempotency key."),
    /** The request does not say which version of the resource it is meant for. */
    PRECONDITION_REQUIRED(
            "precondition-required",
            428,
            "Precondition required",
            "This operation must not overwrite a change that its caller has not seen; nothing was changed. Read the"
                    + " resource and send the request again with the value of its ETag in If-Match."),
    /** The precondition cannot be used. */
    INVALID_PRECONDITION(
            "invalid-precondition",
            400,
            "Precondition invalid",
            "Send * or a list of entity tags, each in double quotes as it came in ETag. Nothing was changed.");

    private static final String BASE = "https://semel.dev/problems/";

    private final String code;
    private final int status;
    private final String title;
    private final String detail;

    ProblemType(String code, int status, String title, String detail) {
        this.code = code;
        this.status = status;
        this.title = title;
        this.detail = detail;
    }

    /**
     * The member {@code code} of the document.
     *
     * @return a stable word
     */
    public String code() {
        return code;
    }

    /**
     * The member {@code type} of the document.
     *
     * @return an absolute URI
     */
    public String uri() {
        return BASE + code;
    }

    /**
     * The usual status.
     *
     * @return a status code
     */
    public int status() {
        return status;
    }

    /**
     * The member {@code title} of the document.
     *
     * @return a constant text
     */
    public String title() {
        return title;
    }

    /**
     * The usual member {@code detail} of the document.
     *
     * @return a constant text that says what to do
     */
    public String detail() {
        return detail;
    }
}
