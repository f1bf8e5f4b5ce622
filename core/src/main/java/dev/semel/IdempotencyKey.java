/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel;

import java.util.Objects;

/**
 * The caller's token for one intended effect (draft-ietf-httpapi-idempotency-key-header, section 2), unique within a
 * {@link Scope} and an operation.
 *
 * <p>The value is opaque and case-sensitive. It may be a secret of the caller's, so {@link #toString()} does not show it.
 *
 * @param value 1 to {@value #MAX_LENGTH} characters; adapters restrict it further
 */
public record IdempotencyKey(String value) {
    /** The longest key that any adapter may accept, in UTF-16 characters. */
    public static final int MAX_LENGTH = 1024;

    /**
     * Checks the length.
     *
     * @param value as above
     * @throws IllegalArgumentException if the value is empty, too long or no well-formed text; the message does not repeat it
     */
    public IdempotencyKey {
        Objects.requireNonNull(value, "value");
        if (value.isEmpty() || value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "An idempotency key has 1 to " + MAX_LENGTH + " characters, this one has " + value.length() + ".");
        }
        WellFormed.require(value, "An idempotency key");
    }

    /**
     * Names a key.
     *
     * @param value 1 to {@value #MAX_LENGTH} characters
     * @return the key
     */
    public static IdempotencyKey of(String value) {
        return new IdempotencyKey(value);
    }

    @Override
    public String toString() {
        return "IdempotencyKey[" + value.length() + " characters]";
    }
}
