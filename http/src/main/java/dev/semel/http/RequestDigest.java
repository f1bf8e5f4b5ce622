/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

import dev.semel.Fingerprint;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Computes the fingerprint of a request. Must be pure, the same on all nodes and in all releases, and safe for use by
 * many threads.
 *
 * <p>The number is stored with each record. A change of what is digested needs a new number, or a retry that spans the
 * change is taken for another request; numbers below 64 belong to this library.
 */
public interface RequestDigest {
    /**
     * The number stored with the digest.
     *
     * @return 1 to 127, the same for ever
     */
    int algorithm();

    /**
     * Digests a request.
     *
     * @param request the request, whose body may be opened any number of times
     * @return a fingerprint with {@link #algorithm()}
     * @throws IOException if the body cannot be read
     */
    Fingerprint digest(RequestView request) throws IOException;

    /**
     * Method, path, query, media type with its parameters, content encoding, and the body byte by byte; a form with
     * files by its parts, so that a new boundary is not another request. Other header fields do not count. Number 1, the
     * default.
     *
     * @return the digest
     */
    static RequestDigest exact() {
        return new Sha256Digest(1, Sha256Digest.QueryOrder.AS_SENT, BodyForm.exact());
    }

    /**
     * As {@link #exact()}, but the order of differently named query parameters does not count. Number 2.
     *
     * @return the digest
     */
    static RequestDigest normalizingQuery() {
        return new Sha256Digest(2, Sha256Digest.QueryOrder.BY_NAME, BodyForm.exact());
    }

    /**
     * As {@link #exact()}, but white space and the order of members in JSON bodies of up to 1 MiB do not count;
     * the order of array elements and the spelling of numbers do. What is no JSON is compared byte by byte. Number 3.
     *
     * @return the digest
     */
    static RequestDigest canonicalJson() {
        return new Sha256Digest(3, Sha256Digest.QueryOrder.AS_SENT, BodyForm.canonicalJson());
    }

    /**
     * As {@link #canonicalJson()}, but of JSON objects only the named members count. Changing the names changes the
     * digest. Number 4.
     *
     * @param names names of members of the outermost object; not empty
     * @return the digest
     */
    static RequestDigest jsonFields(String... names) {
        return new Sha256Digest(4, Sha256Digest.QueryOrder.AS_SENT, BodyForm.onlyFields(Set.of(names)));
    }

    /**
     * As {@link #canonicalJson()}, but of JSON objects the named members do not count, for example a signature or a time
     * stamp. Changing the names changes the digest. Number 5.
     *
     * @param names names of members of the outermost object; not empty
     * @return the digest
     */
    static RequestDigest jsonExceptFields(String... names) {
        return new Sha256Digest(5, Sha256Digest.QueryOrder.AS_SENT, BodyForm.exceptFields(Set.of(names)));
    }

    /**
     * As this one, but a gzip body is the same as its content, whatever compressed it. A body that is broken, has more
     * than one member, or more content than this, is compared byte by byte as it was sent. Its handler reads what was
     * sent in any case. Number of this one plus 8.
     *
     * @param maxBytes most bytes of content; changing it changes the digest of larger bodies
     * @return a new digest
     * @throws IllegalArgumentException if this is not one of the library's own, or decodes already
     */
    default RequestDigest decodingContent(long maxBytes) {
        return new DecodingDigest(this, maxBytes, variant(this, DecodingDigest.VARIANT));
    }

    /**
     * As this one, but these header fields of the request count, too: another value is another request. The case of the
     * names and their order do not matter; changing the names changes the digest. Number of this one plus 16.
     *
     * @param names for example {@code Accept}; not empty
     * @return a new digest
     * @throws IllegalArgumentException if this is not one of the library's own, or has header fields already
     */
    default RequestDigest withHeaders(String... names) {
        return HeadersDigest.of(this, new LinkedHashSet<>(List.of(names)), variant(this, HeadersDigest.VARIANT));
    }

    private static int variant(RequestDigest digest, int variant) {
        int number = digest.algorithm();
        if (number >= 64 || (number & variant) != 0) {
            throw new IllegalArgumentException("Only a digest of the library's own has variants, and each only once;"
                    + " this one has the number " + number + ".");
        }
        return number + variant;
    }
}
