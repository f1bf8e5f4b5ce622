/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

import dev.semel.Bytes;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A response as it is recorded and replayed. Immutable; safe for use by many threads.
 *
 * @param status the status code, 100 to 999
 * @param headers the lines in their order, repeated ones as often as they were set
 * @param body the body, or why there is none
 */
public record StoredResponse(int status, List<HeaderField> headers, Body body) {
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    /** The body of a recorded response. */
    public sealed interface Body {}

    /**
     * The body was recorded.
     *
     * @param bytes its content, perhaps empty
     */
    public record Recorded(Bytes bytes) implements Body {}

    /**
     * It is known that the response was given, but its body was not recorded; a replay has none and says so.
     *
     * @param reason why
     */
    public record Omitted(Reason reason) implements Body {}

    /** Why a body was not recorded. */
    public enum Reason {
        /** It was larger than the limit. */
        TOO_LARGE(1),
        /** It was a stream of events, sent while it was made. */
        STREAMED(2),
        /** It must not be stored. */
        NOT_STORABLE(3);

        /** Part of the stored format. */
        final int code;

        Reason(int code) {
            this.code = code;
        }
    }

    /**
     * Checks and copies.
     *
     * @param status as above
     * @param headers as above
     * @param body as above
     * @throws IllegalArgumentException if the status is out of range
     */
    public StoredResponse {
        headers = List.copyOf(headers);
        Objects.requireNonNull(body, "body");
        if (status < 100 || status > 999) {
            throw new IllegalArgumentException("A status has three digits, this one is " + status + ".");
        }
    }

    /**
     * A response with its body.
     *
     * @param status the status code
     * @param headers its lines
     * @param body its bytes
     * @return the response
     */
    public static StoredResponse of(int status, List<HeaderField> headers, Bytes body) {
        return new StoredResponse(status, headers, new Recorded(body));
    }

    /**
     * The first value of a header field.
     *
     * @param name the field's name in any case
     * @return the value, or nothing if there is no such line
     */
    public Optional<String> header(String name) {
        return headers.stream()
                .filter(field -> field.isNamed(name))
                .map(HeaderField::value)
                .findFirst();
    }

    /**
     * The bytes to send.
     *
     * @return the recorded body; empty if it was omitted
     */
    public Bytes bytes() {
        return body instanceof Recorded recorded ? recorded.bytes() : Bytes.EMPTY;
    }

    /**
     * Whether the status allows a body, and with it a {@code Content-Length}.
     *
     * @return false for 204 and 304
     */
    public boolean mayHaveBody() {
        return status != NO_CONTENT && status != NOT_MODIFIED;
    }

    /** Hides headers and body. */
    @Override
    public String toString() {
        return "StoredResponse[" + status + ", " + headers.size() + " header lines]";
    }
}
