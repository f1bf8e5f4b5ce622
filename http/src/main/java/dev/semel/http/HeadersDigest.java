/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

import dev.semel.Bytes;
import dev.semel.Fingerprint;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Digests some header fields with the rest; the names go in, too, so that two lists of names never meet. */
record HeadersDigest(RequestDigest digest, SortedSet<String> names, int algorithm) implements RequestDigest {
    static final int VARIANT = 16;

    static HeadersDigest of(RequestDigest digest, Set<String> names, int algorithm) {
        if (names.isEmpty() || !names.stream().allMatch(HeaderField::isName)) {
            throw new IllegalArgumentException("Name at least one header field, each a token; got " + names + ".");
        }
        return new HeadersDigest(
                digest,
                names.stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toCollection(TreeSet::new)),
                algorithm);
    }

    @Override
    public Fingerprint digest(RequestView request) throws IOException {
        Sha256 sha = new Sha256().bytes(digest.digest(request).digest().toArray());
        for (String name : names) {
            List<String> values = request.headers(name);
            sha.text(name).number(values.size());
            values.forEach(value -> sha.text(value.strip()));
        }
        return new Fingerprint(algorithm, Bytes.wrap(sha.value()));
    }
}
