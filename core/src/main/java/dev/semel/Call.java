/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel;

import java.util.List;
import java.util.Objects;

/**
 * One request for an operation.
 *
 * @param scope whose key it is, derived by the server
 * @param key the caller's token
 * @param fingerprints digests of the payload, the present algorithm first, then earlier ones that stored records may
 *     have; not empty
 */
public record Call(Scope scope, IdempotencyKey key, List<Fingerprint> fingerprints) {
    /**
     * Checks and copies.
     *
     * @param scope as above
     * @param key as above
     * @param fingerprints as above
     * @throws IllegalArgumentException if there is no fingerprint; {@link Fingerprint#NONE} is one
     */
    public Call {
        Objects.requireNonNull(scope, "scope");
        Objects.requireNonNull(key, "key");
        fingerprints = List.copyOf(fingerprints);
        if (fingerprints.isEmpty()) {
            throw new IllegalArgumentException("A call carries at least one fingerprint; Fingerprint.NONE is one.");
        }
    }

    /**
     * A call whose payload is compared.
     *
     * @param scope whose key it is
     * @param key the caller's token
     * @param fingerprint the payload's digest
     * @return the call
     */
    public static Call of(Scope scope, IdempotencyKey key, Fingerprint fingerprint) {
        return new Call(scope, key, List.of(fingerprint));
    }

    /**
     * A call whose payload is not compared: another payload under the same key replays the first answer.
     *
     * @param scope whose key it is
     * @param key the caller's token
     * @return the call
     */
    public static Call of(Scope scope, IdempotencyKey key) {
        return new Call(scope, key, List.of(Fingerprint.NONE));
    }
}
