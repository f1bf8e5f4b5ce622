/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel;

import java.util.List;
import java.util.Objects;

/**
 * Digest of a request's payload (draft-ietf-httpapi-idempotency-key-header, section 2.4), to notice a key that is used
 * again for something else (promise I4).
 *
 * <p>The algorithm's number is stored with the digest, so that a release with a new algorithm still understands the
 * records of the one before.
 *
 * @param algorithm 0 for none, else 1 to 127, chosen by the adapter that computes the digest
 * @param digest the digest; empty exactly if the algorithm is 0
 */
public record Fingerprint(int algorithm, Bytes digest) {
    /** No fingerprint: the payload is not compared. */
    public static final Fingerprint NONE = new Fingerprint(0, Bytes.EMPTY);

    /**
     * Checks that number and digest fit together.
     *
     * @param algorithm as above
     * @param digest as above
     * @throws IllegalArgumentException if they do not
     */
    public Fingerprint {
        Objects.requireNonNull(digest, "digest");
        if (algorithm < 0 || algorithm > 127 || (algorithm == 0) != (digest.length() == 0)) {
            throw new IllegalArgumentException("Algorithm 0 has no digest, algorithms 1 to 127 have one; got algorithm "
                    + algorithm + " and " + digest.length() + " bytes.");
        }
    }

    /** How a stored fingerprint stands to a request's. */
    public enum Match {
        /** The same payload, or one of the two is not compared. */
        SAME,
        /** Another payload. */
        OTHER,
        /** Stored by an algorithm that the request was not digested by; nothing may be concluded. */
        INCOMPARABLE
    }

    /**
     * Compares this stored fingerprint with those of a request.
     *
     * @param accepted the request's digests, by the present algorithm first and then by earlier ones; not empty
     * @return how they stand
     */
    public Match match(List<Fingerprint> accepted) {
        if (algorithm == 0 || accepted.get(0).algorithm == 0) {
            return Match.SAME;
        }
        for (Fingerprint candidate : accepted) {
            if (candidate.algorithm == algorithm) {
                return candidate.digest.equals(digest) ? Match.SAME : Match.OTHER;
            }
        }
        return Match.INCOMPARABLE;
    }

    /**
     * The stored form: the algorithm's number in one byte, then the digest.
     *
     * @return the bytes
     */
    public byte[] encoded() {
        byte[] encoded = new byte[1 + digest.length()];
        encoded[0] = (byte) algorithm;
        System.arraycopy(digest.toArray(), 0, encoded, 1, digest.length());
        return encoded;
    }

    /**
     * Reads the stored form.
     *
     * @param encoded what {@link #encoded()} gave; empty reads as {@link #NONE}
     * @return the fingerprint
     */
    public static Fingerprint decode(byte[] encoded) {
        if (encoded.length == 0 || encoded[0] == 0) {
            return NONE;
        }
        byte[] digest = new byte[encoded.length - 1];
        System.arraycopy(encoded, 1, digest, 0, digest.length);
        return new Fingerprint(encoded[0], Bytes.wrap(digest));
    }

    /** Hides the digest, from which a guess at a short payload could be checked. */
    @Override
    public String toString() {
        return "Fingerprint[algorithm " + algorithm + "]";
    }
}
