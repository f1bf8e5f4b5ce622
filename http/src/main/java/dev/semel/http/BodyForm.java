/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What of a body goes into the digest. The kind goes in first, so that a body of one kind never equals one of another.
 *
 * @param json whether JSON is read as such
 * @param names the members that {@code json} is about
 */
record BodyForm(Json json, Set<String> names) {
    private static final int RAW = 0;
    private static final int PARTS = 1;
    private static final int CANONICAL_JSON = 2;
    private static final int JSON_NAMED_MEMBERS = 3;
    private static final int JSON_OTHER_MEMBERS = 4;
    private static final int MAX_JSON_BYTES = 1024 * 1024;

    enum Json {
        AS_BYTES,
        CANONICAL,
        ONLY_NAMED,
        EXCEPT_NAMED
    }

    static BodyForm exact() {
        return new BodyForm(Json.AS_BYTES, Set.of());
    }

    static BodyForm canonicalJson() {
        return new BodyForm(Json.CANONICAL, Set.of());
    }

    static BodyForm onlyFields(Set<String> names) {
        return named(Json.ONLY_NAMED, names);
    }

    static BodyForm exceptFields(Set<String> names) {
        return named(Json.EXCEPT_NAMED, names);
    }

    private static BodyForm named(Json json, Set<String> names) {
        if (names.isEmpty()) {
            throw new IllegalArgumentException("Name at least one member of the JSON object.");
        }
        return new BodyForm(json, names);
    }

    void addTo(Sha256 sha, RequestView request, MediaType type) throws IOException {
        RequestView.Body body = request.body();
        if (body instanceof RequestView.Parts parts) {
            sha.number(PARTS).bytes(MultipartDigest.of(parts));
        } else if (body instanceof RequestView.Raw raw) {
            addRaw(sha, raw.content(), type, request.contentEncoding().isBlank());
        } else {
            throw new AssertionError(body);
        }
    }

    private void addRaw(Sha256 sha, RequestView.Content content, MediaType type, boolean plain) throws IOException {
        if (plain && type.isForm()) {
            Optional<byte[]> parts = MultipartDigest.parse(content, type.boundary());
            if (parts.isPresent()) {
                sha.number(PARTS).bytes(parts.get());
                return;
            }
        }
        if (plain && type.isJson() && json != Json.AS_BYTES && addedJson(sha, content)) {
            return;
        }
        sha.number(RAW).bytes(Sha256.of(content));
    }

    private boolean addedJson(Sha256 sha, RequestView.Content content) throws IOException {
        byte[] bytes;
        try (InputStream in = content.open()) {
            bytes = in.readNBytes(MAX_JSON_BYTES + 1);
        }
        Optional<CanonicalJson> document =
                bytes.length > MAX_JSON_BYTES ? Optional.empty() : CanonicalJson.parse(bytes);
        document.ifPresent(found -> addDocument(sha, found));
        return document.isPresent();
    }

    private void addDocument(Sha256 sha, CanonicalJson document) {
        if (json == Json.CANONICAL || document.members().isEmpty()) {
            sha.number(CANONICAL_JSON).text(document.text());
            return;
        }
        Map<String, String> counted = new TreeMap<>(document.members().get());
        counted.keySet().removeIf(name -> names.contains(name) == (json == Json.EXCEPT_NAMED));
        sha.number(json == Json.ONLY_NAMED ? JSON_NAMED_MEMBERS : JSON_OTHER_MEMBERS);
        new TreeSet<>(names).forEach(sha::text);
        sha.number(counted.size());
        counted.forEach((name, value) -> sha.text(name).text(value));
    }
}
