/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A JSON document (RFC 8259) without white space and with sorted members. Numbers keep their spelling: whether
 * {@code 1} and {@code 1.0} are the same is the application's business. Documents with a member twice, nested too deeply
 * or malformed are refused.
 *
 * @param text the canonical text
 * @param members the canonical text of each member, if the document is an object
 */
record CanonicalJson(String text, Optional<Map<String, String>> members) {
    static Optional<CanonicalJson> parse(byte[] utf8) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
            return Optional.of(new Parser(text).document());
        } catch (CharacterCodingException | NotCanonical e) {
            return Optional.empty();
        }
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

    private static final class NotCanonical extends Exception {
        private static final long serialVersionUID = 1L;

        NotCanonical() {
            super(null, null, false, false);
        }
    }

    private static final class Parser {
        private static final int MAX_DEPTH = 64;
        private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9]\\d*+)(?:\\.\\d++)?(?:[eE][+-]?\\d++)?");
        private static final Pattern WORD = Pattern.compile("true|false|null");
        private static final String ESCAPES = "\"\\/bfnrt";
        private static final String ESCAPED = "\"\\/\b\f\n\r\t";

        private final String text;
        private int at;
        private int depth;

        Parser(String text) {
            this.text = text;
        }

        CanonicalJson document() throws NotCanonical {
            skipSpace();
            Optional<Map<String, String>> members = peek() == '{' ? Optional.of(members()) : Optional.empty();
            String whole = members.isPresent() ? objectText(members.get()) : value();
            skipSpace();
            if (at < text.length()) {
                throw new NotCanonical();
            }
            return new CanonicalJson(whole, members);
        }

        private String value() throws NotCanonical {
            skipSpace();
            return switch (peek()) {
                case '{' -> objectText(members());
                case '[' -> array();
                case '"' -> quoted(string());
                case 't', 'f', 'n' -> token(WORD);
                default -> token(NUMBER);
            };
        }

        private Map<String, String> members() throws NotCanonical {
            open();
            Map<String, String> members = new TreeMap<>();
            if (!closes('}')) {
                do {
                    skipSpace();
                    String name = string();
                    skipSpace();
                    expect(':');
                    if (members.put(name, value()) != null) {
                        throw new NotCanonical();
                    }
                } while (!ends('}'));
            }
            depth--;
            return members;
        }

        private String array() throws NotCanonical {
            open();
            StringJoiner elements = new StringJoiner(",", "[", "]");
            if (!closes(']')) {
                do {
                    elements.add(value());
                } while (!ends(']'));
            }
            depth--;
            return elements.toString();
        }

        private void open() throws NotCanonical {
            at++;
            if (++depth > MAX_DEPTH) {
                throw new NotCanonical();
            }
        }

        private boolean closes(char close) throws NotCanonical {
            skipSpace();
            if (peek() != close) {
                return false;
            }
            at++;
            return true;
        }

        private boolean ends(char close) throws NotCanonical {
            if (closes(close)) {
                return true;
            }
            expect(',');
            return false;
        }

        private String string() throws NotCanonical {
            expect('"');
            StringBuilder content = new StringBuilder();
            for (char c = take(); c != '"'; c = take()) {
                if (c < 0x20) {
                    throw new NotCanonical();
                }
                content.append(c == '\\' ? escaped() : c);
            }
            return content.toString();
        }

        private char escaped() throws NotCanonical {
            char c = take();
            if (c != 'u') {
                int index = ESCAPES.indexOf(c);
                if (index < 0) {
                    throw new NotCanonical();
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

        private static int hexDigit(char c) throws NotCanonical {
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw new NotCanonical();
            }
            return digit;
        }

        private String token(Pattern pattern) throws NotCanonical {
            Matcher matcher = pattern.matcher(text).region(at, text.length());
            if (!matcher.lookingAt()) {
                throw new NotCanonical();
            }
            at = matcher.end();
            return matcher.group();
        }

        private void skipSpace() {
            while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
        }

        private void expect(char expected) throws NotCanonical {
            if (take() != expected) {
                throw new NotCanonical();
            }
        }

        private char take() throws NotCanonical {
            char c = peek();
            at++;
            return c;
        }

        private char peek() throws NotCanonical {
            if (at >= text.length()) {
                throw new NotCanonical();
            }
            return text.charAt(at);
        }
    }
}
