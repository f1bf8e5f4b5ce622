/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

import dev.semel.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A problem document of RFC 9457. It shows no key, no payload and nothing of the store.
 *
 * @param type one of the layer's own types; none for a plain status, which is written as {@code about:blank}
 * @param title the constant title of the type, or the status phrase
 * @param status the status of the response
 * @param detail what happened and what to do
 * @param headers further header lines, for example {@code Retry-After}
 */
public record Problem(Optional<ProblemType> type, String title, int status, String detail, List<HeaderField> headers) {
    private static final String MEDIA_TYPE = "application/problem+json";

    /**
     * Checks and copies.
     *
     * @param type as above
     * @param title as above
     * @param status as above
     * @param detail as above
     * @param headers as above
     */
    public Problem {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(detail, "detail");
        headers = List.copyOf(headers);
    }

    /**
     * A problem of the layer, with its usual status and detail.
     *
     * @param type its type
     * @return the problem
     */
    public static Problem of(ProblemType type) {
        return new Problem(Optional.of(type), type.title(), type.status(), type.detail(), List.of());
    }

    /**
     * A problem that has no type of its own.
     *
     * @param status the status
     * @param title the phrase of the status
     * @param detail what happened and what to do
     * @return the problem
     */
    public static Problem plain(int status, String title, String detail) {
        return new Problem(Optional.empty(), title, status, detail, List.of());
    }

    /**
     * This problem with another status; type, code and title stay.
     *
     * @param status the status
     * @return a new problem
     */
    public Problem withStatus(int status) {
        return new Problem(type, title, status, detail, headers);
    }

    /**
     * This problem with another detail.
     *
     * @param detail what happened and what to do
     * @return a new problem
     */
    public Problem withDetail(String detail) {
        return new Problem(type, title, status, detail, headers);
    }

    /**
     * This problem with a further header line.
     *
     * @param name the field
     * @param value its value
     * @return a new problem
     */
    public Problem withHeader(String name, String value) {
        List<HeaderField> more = new ArrayList<>(headers);
        more.add(new HeaderField(name, value));
        return new Problem(type, title, status, detail, more);
    }

    /**
     * The response: the document as JSON, never to be cached.
     *
     * @return status, headers and body
     */
    public StoredResponse toResponse() {
        List<HeaderField> lines = new ArrayList<>();
        lines.add(new HeaderField("Content-Type", MEDIA_TYPE));
        lines.add(new HeaderField("Cache-Control", "no-store"));
        lines.addAll(headers);
        return StoredResponse.of(status, lines, Bytes.utf8(json()));
    }

    private String json() {
        StringBuilder json = new StringBuilder("{");
        member(json, "type", type.map(ProblemType::uri).orElse("about:blank")).append(',');
        member(json, "title", title).append(",\"status\":").append(status).append(',');
        type.ifPresent(own -> member(json, "code", own.code()).append(','));
        return member(json, "detail", detail).append('}').toString();
    }

    private static StringBuilder member(StringBuilder json, String name, String value) {
        JsonText.quote(name, json);
        json.append(':');
        JsonText.quote(value, json);
        return json;
    }
}
