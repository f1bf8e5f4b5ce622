/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

import dev.semel.http.JsonLexer.MalformedJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * A JSON document (RFC 8259) without white space and with sorted members. Numbers keep their spelling: whether
 * {@code 1} and {@code 1.0} are the same is the application's business. Documents with a member twice, nested too deeply
 * or malformed are refused.
 *
 * @param text the canonical text
 * @param members the canonical text of each member, if the document is an object
 */
record CanonicalJson(String text, Optional<Map<String, String>> members) {
    private static final int MAX_DEPTH = 64;

    static Optional<CanonicalJson> parse(byte[] utf8) {
        try {
            return Optional.of(document(new JsonLexer(utf8, MAX_DEPTH)));
        } catch (CharacterCodingException | MalformedJson e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // not from memory
        }
    }

    private static CanonicalJson document(JsonLexer json) throws IOException {
        Optional<Map<String, String>> members = json.next() == '{' ? Optional.of(members(json)) : Optional.empty();
        String whole = members.isPresent() ? objectText(members.get()) : value(json);
        json.end();
        return new CanonicalJson(whole, members);
    }

    private static String value(JsonLexer json) throws IOException {
        return switch (json.next()) {
            case '{' -> objectText(members(json));
            case '[' -> array(json);
            case '"' -> quoted(json.string(Integer.MAX_VALUE));
            default -> json.scalar();
        };
    }

    private static Map<String, String> members(JsonLexer json) throws IOException {
        json.open();
        Map<String, String> members = new TreeMap<>();
        if (!json.closes('}')) {
            do {
                String name = json.name(Integer.MAX_VALUE);
                if (members.put(name, value(json)) != null) {
                    throw new MalformedJson();
                }
            } while (!json.ends('}'));
        }
        return members;
    }

    private static String array(JsonLexer json) throws IOException {
        json.open();
        StringJoiner elements = new StringJoiner(",", "[", "]");
        if (!json.closes(']')) {
            do {
                elements.add(value(json));
            } while (!json.ends(']'));
        }
        return elements.toString();
    }

    private static String objectText(Map<String, String> members) {
        StringJoiner text = new StringJoiner(",", "{", "}");
        members.forEach((name, value) -> text.add(quoted(name) + ":" + value));
        return text.toString();
    }

    private static String quoted(String content) {
        StringBuilder out = new StringBuilder(content.length() + 2);
        JsonText.quote(content, out);
        return out.toString();
    }
}
