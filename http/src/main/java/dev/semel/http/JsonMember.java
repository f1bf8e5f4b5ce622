/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

import dev.semel.http.JsonLexer.MalformedJson;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the value that a JSON pointer (RFC 6901) leads to, reading past all else in memory that does not grow with the
 * document. The whole document is read, so that one that is malformed further on is refused and not half understood. A
 * name that occurs twice on the way to the value is refused, too: which of the two the handler would take is its
 * parser's choice. Elsewhere it does not matter here.
 */
final class JsonMember {
    /** As deep as parsers go by default that handlers use. */
    private static final int MAX_DEPTH = 500;

    private static final int ELSEWHERE = -1;
    private static final Pattern POINTER = Pattern.compile("(?:/(?:[^~/]|~[01])*+)+");

    private final JsonLexer json;
    private final List<String> path;
    private final int longestName;
    private final int longestValue;
    private @Nullable Found found;

    /**
     * What a pointer leads to.
     *
     * @param isText whether it is a string
     * @param text its content, or the beginning of a longer one; empty if it is no string
     */
    record Found(boolean isText, String text) {}

    private JsonMember(JsonLexer json, List<String> path, int longestValue) {
        this.json = json;
        this.path = path;
        this.longestName = path.stream().mapToInt(String::length).max().orElse(0) + 1;
        this.longestValue = longestValue;
    }

    static boolean isPointer(String text) {
        return POINTER.matcher(text).matches();
    }

    /** Nothing if the pointer leads nowhere. */
    static Optional<Found> find(InputStream document, String pointer, int longestValue) throws IOException {
        List<String> path = Arrays.stream(pointer.substring(1).split("/", -1))
                .map(token -> token.replace("~1", "/").replace("~0", "~"))
                .toList();
        JsonMember search = new JsonMember(new JsonLexer(document, MAX_DEPTH), path, longestValue);
        search.value(0);
        search.json.end();
        return Optional.ofNullable(search.found);
    }

    /** Reads a value to which so many steps of the path have led. */
    private void value(int steps) throws IOException {
        boolean wanted = steps == path.size();
        char first = json.next();
        if (first == '"') {
            String text = json.string(wanted ? longestValue : 0);
            found = wanted ? new Found(true, text) : found;
            return;
        }
        if (first == '{') {
            object(steps);
        } else if (first == '[') {
            array(steps);
        } else {
            json.scalar();
        }
        found = wanted ? new Found(false, "") : found;
    }

    private void object(int steps) throws IOException {
        json.open();
        boolean seen = false;
        if (!json.closes('}')) {
            do {
                boolean onTheWay = isNext(steps, json.name(longestName));
                if (onTheWay && seen) {
                    throw new MalformedJson();
                }
                seen |= onTheWay;
                value(onTheWay ? steps + 1 : ELSEWHERE);
            } while (!json.ends('}'));
        }
    }

    private void array(int steps) throws IOException {
        json.open();
        if (!json.closes(']')) {
            long index = 0;
            do {
                value(isNext(steps, Long.toString(index++)) ? steps + 1 : ELSEWHERE);
            } while (!json.ends(']'));
        }
    }

    private boolean isNext(int steps, String name) {
        return steps != ELSEWHERE && steps < path.size() && path.get(steps).equals(name);
    }
}
