/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The tokens of a JSON document (RFC 8259) in UTF-8, read one after another. What is malformed is refused, as are bytes
 * that are no UTF-8, with an {@link java.nio.charset.CharacterCodingException}.
 */
final class JsonLexer {
    private static final int END = -1;
    private static final int BUFFER_CHARS = 4096;
    private static final int MAX_SCALAR_CHARS = 1024 * 1024;
    private static final Pattern SCALAR =
            Pattern.compile("true|false|null|-?(?:0|[1-9]\\d*+)(?:\\.\\d++)?(?:[eE][+-]?\\d++)?");
    private static final String ESCAPES = "\"\\/bfnrt";
    private static final String ESCAPED = "\"\\/\b\f\n\r\t";

    private final char[] buffer = new char[BUFFER_CHARS];
    private final Reader in;
    private final int maxDepth;
    private int at;
    private int limit;
    private int depth;

    /** The document is none, or is nested too deeply. */
    static final class MalformedJson extends IOException {
        private static final long serialVersionUID = 1L;

        MalformedJson() {
            super("The JSON document is malformed.");
        }
    }

    JsonLexer(InputStream in, int maxDepth) {
        // the decoder refuses what it cannot read; a charset's name would have it replaced
        this.in = new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder());
        this.maxDepth = maxDepth;
    }

    JsonLexer(byte[] utf8, int maxDepth) {
        this(new ByteArrayInputStream(utf8), maxDepth);
    }

    /** The character at which the next token begins. */
    char next() throws IOException {
        skipSpace();
        return peek();
    }

    /** Steps into an object or an array. */
    void open() throws IOException {
        at++;
        if (++depth > maxDepth) {
            throw new MalformedJson();
        }
    }

    /** Whether the object or array ends here; then it is left. */
    boolean closes(char close) throws IOException {
        if (next() != close) {
            return false;
        }
        at++;
        depth--;
        return true;
    }

    /** The same behind an element; without an end there must be a comma. */
    boolean ends(char close) throws IOException {
        if (closes(close)) {
            return true;
        }
        expect(',');
        return false;
    }

    /** The name of a member, up to its value. */
    String name(int longest) throws IOException {
        skipSpace();
        String name = string(longest);
        skipSpace();
        expect(':');
        return name;
    }

    /** A string, of which at most so many characters are kept. */
    String string(int longest) throws IOException {
        expect('"');
        StringBuilder content = new StringBuilder();
        for (char c = take(); c != '"'; c = take()) {
            if (c < 0x20) {
                throw new MalformedJson();
            }
            char meant = c == '\\' ? escaped() : c;
            if (content.length() < longest) {
                content.append(meant);
            }
        }
        return content.toString();
    }

    private char escaped() throws IOException {
        char c = take();
        if (c != 'u') {
            int index = ESCAPES.indexOf(c);
            if (index < 0) {
                throw new MalformedJson();
            }
            return ESCAPED.charAt(index);
        }
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = hexDigit(take());
            code = code * 16 + digit;
        }
        return (char) code;
    }

    private static int hexDigit(char c) throws MalformedJson {
        int digit = c < 0x80 ? Character.digit(c, 16) : -1;
        if (digit < 0) {
            throw new MalformedJson();
        }
        return digit;
    }

    /** A number, {@code true}, {@code false} or {@code null}. */
    String scalar() throws IOException {
        StringBuilder token = new StringBuilder();
        for (int c = look(); isOfScalar(c) && token.length() < MAX_SCALAR_CHARS; c = look()) {
            token.append((char) c);
            at++;
        }
        if (!SCALAR.matcher(token).matches()) {
            throw new MalformedJson();
        }
        return token.toString();
    }

    private static boolean isOfScalar(int c) {
        return (c >= '0' && c <= '9')
                || (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || c == '+'
                || c == '-'
                || c == '.';
    }

    /** Nothing but white space may follow. */
    void end() throws IOException {
        skipSpace();
        if (look() != END) {
            throw new MalformedJson();
        }
    }

    private void skipSpace() throws IOException {
        for (int c = look(); c == ' ' || c == '\t' || c == '\r' || c == '\n'; c = look()) {
            at++;
        }
    }

    private void expect(char expected) throws IOException {
        if (take() != expected) {
            throw new MalformedJson();
        }
    }

    private char take() throws IOException {
        char c = peek();
        at++;
        return c;
    }

    private char peek() throws IOException {
        int c = look();
        if (c == END) {
            throw new MalformedJson();
        }
        return (char) c;
    }

    private int look() throws IOException {
        if (at == limit) {
            at = 0;
            limit = Math.max(0, in.read(buffer));
        }
        return limit == 0 ? END : buffer[at];
    }
}
