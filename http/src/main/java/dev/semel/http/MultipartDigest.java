/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Digests a form by its parts, so that two bodies that differ in the boundary only are the same. It gives the same value
 * whether the parts were separated by the server or are separated here.
 */
final class MultipartDigest {
    private final Sha256 all = new Sha256();

    private MultipartDigest() {}

    static byte[] of(RequestView.Parts parts) throws IOException {
        MultipartDigest digest = new MultipartDigest();
        for (RequestView.Part part : parts.parts()) {
            digest.add(part.headers(), Sha256.of(part.content()));
        }
        return digest.all.value();
    }

    /** Nothing if the body is not exactly parts, delimiters and an end; the caller then compares bytes. */
    static Optional<byte[]> parse(RequestView.Content content, String boundary) throws IOException {
        if (boundary.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream in = content.open()) {
            MultipartDigest digest = new MultipartDigest();
            return new MultipartReader(in, boundary).read(digest::add)
                    ? Optional.of(digest.all.value())
                    : Optional.empty();
        }
    }

    private void add(List<HeaderField> headers, byte[] contentDigest) {
        List<HeaderField> sorted = new ArrayList<>(headers);
        // servers differ in the case and the order in which they hand out a part's header lines
        sorted.sort(Comparator.comparing(field -> field.name().toLowerCase(Locale.ROOT)));
        all.number(sorted.size());
        for (HeaderField field : sorted) {
            all.text(field.name().toLowerCase(Locale.ROOT)).text(field.value().strip());
        }
        all.bytes(contentDigest);
    }
}
