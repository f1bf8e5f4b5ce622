/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Looks for the key of one request. */
final class KeySearch {
    static final KeyReading ABSENT = new KeyReading.Absent();

    /** Longer than any key in any notation, and as much of a value as is kept. */
    private static final int LONGEST_VALUE = 8192;

    /** By the names that are in use: the JDK's search for an unknown one takes longer than a request. */
    private static final Set<String> UTF8 = Set.of("", "utf-8", "utf8", "us-ascii", "ascii");
    /** Whose lower half is ASCII, so that names and keys are the same bytes in each. */
    private static final Set<String> LIKE_ASCII =
            Set.of("", "utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "latin1", "windows-1252", "cp1252");

    private final KeyRules rules;
    private final RequestView request;

    KeySearch(KeyRules rules, RequestView request) {
        this.rules = rules;
        this.request = request;
    }

    static KeyReading agreed(List<KeyReading> readings) {
        Set<KeyReading> keys = new HashSet<>();
        for (KeyReading reading : readings) {
            if (reading instanceof KeyReading.Invalid) {
                return reading;
            }
            if (reading instanceof KeyReading.Present) {
                keys.add(reading);
            }
        }
        if (keys.size() > 1) {
            return new KeyReading.Invalid("Several places of the request carry different keys.");
        }
        return keys.isEmpty() ? ABSENT : keys.iterator().next();
    }

    KeyReading head() {
        List<KeyReading> readings = new ArrayList<>();
        for (KeyPlace place : rules.places()) {
            if (place instanceof KeyPlace.Header header) {
                readings.add(rules.parse(request.headers(header.name()), header));
            } else if (place instanceof KeyPlace.QueryParameter parameter) {
                readings.add(rules.parse(queryValues(parameter.name()), parameter));
            }
        }
        return agreed(readings);
    }

    private List<String> queryValues(String name) {
        // what a server has made of bytes that are no ASCII stays none
        byte[] query = request.query().getBytes(StandardCharsets.UTF_8);
        try {
            return UrlEncoded.values(new ByteArrayInputStream(query), name, LONGEST_VALUE);
        } catch (IOException e) {
            throw new AssertionError(e); // not from memory
        }
    }

    KeyReading everywhere() throws IOException {
        List<KeyReading> readings = new ArrayList<>(List.of(head()));
        boolean understood = false;
        for (KeyPlace place : rules.places()) {
            Optional<KeyReading> reading = place.isInBody() ? inBody(place) : Optional.empty();
            reading.ifPresent(readings::add);
            understood |= reading.isPresent();
        }
        KeyReading agreed = agreed(readings);
        boolean unknown = agreed.equals(ABSENT) && rules.mayBeInBody() && !understood;
        return unknown && !isEmpty()
                ? new KeyReading.Invalid("The key cannot be looked for in a body of this type, charset or encoding.")
                : agreed;
    }

    private boolean isEmpty() throws IOException {
        if (request.body() instanceof RequestView.Parts) {
            return false;
        }
        try (InputStream in = ((RequestView.Raw) request.body()).content().open()) {
            return in.read() < 0;
        }
    }

    /** Nothing if the body is not of the kind that the place is for. */
    private Optional<KeyReading> inBody(KeyPlace place) throws IOException {
        String coding = request.contentEncoding().strip().toLowerCase(Locale.ROOT);
        boolean coded = !coding.isEmpty() && !coding.equals("identity");
        if (coded || !(request.body() instanceof RequestView.Raw raw)) {
            return Optional.empty();
        }
        MediaType type = MediaType.of(request.contentType());
        String charset = type.parameters().getOrDefault("charset", "").toLowerCase(Locale.ROOT);
        if (place instanceof KeyPlace.FormField field && type.isUrlEncoded() && LIKE_ASCII.contains(charset)) {
            return Optional.of(inForm(field, raw.content()));
        }
        if (place instanceof KeyPlace.JsonBody json && type.isJson() && UTF8.contains(charset)) {
            return Optional.of(inJson(json, raw.content()));
        }
        return Optional.empty();
    }

    private KeyReading inForm(KeyPlace.FormField field, RequestView.Content content) throws IOException {
        try (InputStream in = content.open()) {
            return rules.parse(UrlEncoded.values(in, field.name(), LONGEST_VALUE), field);
        }
    }

    private KeyReading inJson(KeyPlace.JsonBody place, RequestView.Content content) throws IOException {
        if (isEmpty()) {
            return ABSENT;
        }
        try (InputStream in = content.open()) {
            Optional<JsonMember.Found> found = JsonMember.find(in, place.pointer(), LONGEST_VALUE);
            if (found.isPresent() && !found.get().isText()) {
                return new KeyReading.Invalid("What is at " + place.pointer() + " of the JSON body is no string.");
            }
            return rules.parse(found.map(JsonMember.Found::text).stream().toList(), place);
        } catch (CharacterCodingException | JsonLexer.MalformedJson e) {
            return new KeyReading.Invalid(
                    "The JSON body is malformed, or has a member twice on the way to " + place.pointer() + ".");
        }
    }
}
