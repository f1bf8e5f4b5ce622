/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

import dev.semel.Bytes;
import dev.semel.Fingerprint;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;

/** The library's own fingerprints: SHA-256 over method, path, query, media type, content encoding and body. */
record Sha256Digest(int algorithm, QueryOrder queryOrder, BodyForm form) implements RequestDigest {
    /** Whether the order of query parameters counts. */
    enum QueryOrder {
        AS_SENT,
        BY_NAME
    }

    @Override
    public Fingerprint digest(RequestView request) throws IOException {
        MediaType type = MediaType.of(request.contentType());
        Sha256 sha = new Sha256();
        sha.text(request.method()).text(request.path()).text(query(request.query()));
        sha.text(type.normalized()).text(request.contentEncoding().strip().toLowerCase(Locale.ROOT));
        form.addTo(sha, request, type);
        return new Fingerprint(algorithm, Bytes.wrap(sha.value()));
    }

    private String query(String query) {
        if (queryOrder == QueryOrder.AS_SENT) {
            return query;
        }
        // stable: values of one name keep their order, which has a meaning
        return Arrays.stream(query.split("&", -1))
                .sorted(Comparator.comparing(pair -> pair.split("=", 2)[0]))
                .collect(Collectors.joining("&"));
    }
}
