/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

/**
 * A place of a request where its key may stand. One that is not configured is not looked at.
 *
 * <p>A header field is the best place: it is known before the body is, so that a request without a key, or with a malformed
 * one, is refused before its body is sent. A key in the body costs that the whole body is read first; one in the query is
 * written to the access logs of every server on the way.
 *
 * <p>As a text, a place is {@code header:Idempotency-Key}, {@code query:request_id}, {@code form:ClientToken} or
 * {@code json:/idempotency_key}.
 */
public sealed interface KeyPlace {
    /**
     * Reads a place from its text.
     *
     * @param text as {@link #text()} gives it
     * @return the place
     * @throws IllegalArgumentException if it is none
     */
    static KeyPlace parse(String text) {
        int colon = text.indexOf(':');
        String name = text.substring(colon + 1);
        return switch (text.substring(0, Math.max(0, colon))) {
            case "header" -> new Header(name);
            case "query" -> new QueryParameter(name);
            case "form" -> new FormField(name);
            case "json" -> new JsonBody(name);
            default ->
                throw new IllegalArgumentException("\"" + text
                        + "\" is no place of a key. Write header:NAME, query:NAME, form:NAME or json:/POINTER.");
        };
    }

    /**
     * The place as a text.
     *
     * @return what {@link #parse} reads
     */
    String text();

    /**
     * What clients are told to send the key in.
     *
     * @return for example {@code the Idempotency-Key header field}
     */
    String description();

    /**
     * Whether the body must be read to look there.
     *
     * @return true for forms and JSON
     */
    default boolean isInBody() {
        return this instanceof FormField || this instanceof JsonBody;
    }

    private static void requireName(String name, String kind) {
        if (name.isEmpty() || !name.chars().allMatch(c -> c >= 0x20 && c <= 0x7e)) {
            throw new IllegalArgumentException("The name of a " + kind + " is printable ASCII; got \"" + name + "\".");
        }
    }

    /**
     * A header field.
     *
     * @param name its name, in any case
     */
    record Header(String name) implements KeyPlace {
        /**
         * Checks the name.
         *
         * @param name as above
         * @throws IllegalArgumentException if it is no field name
         */
        public Header {
            if (!HeaderField.isName(name)) {
                throw new IllegalArgumentException("The name of a header field is a token; got \"" + name + "\".");
            }
        }

        @Override
        public String text() {
            return "header:" + name;
        }

        @Override
        public String description() {
            return "the " + name + " header field";
        }
    }

    /**
     * A parameter of the query, percent-decoded. Those of a form are not meant.
     *
     * @param name its name, decoded, in the case in which clients must write it
     */
    record QueryParameter(String name) implements KeyPlace {
        /**
         * Checks the name.
         *
         * @param name as above
         * @throws IllegalArgumentException if it is empty or not of printable ASCII
         */
        public QueryParameter {
            requireName(name, "query parameter");
        }

        @Override
        public String text() {
            return "query:" + name;
        }

        @Override
        public String description() {
            return "the query parameter " + name;
        }
    }

    /**
     * A field of a form in the body, {@code application/x-www-form-urlencoded}; not of one with files.
     *
     * @param name its name, decoded, in the case in which clients must write it
     */
    record FormField(String name) implements KeyPlace {
        /**
         * Checks the name.
         *
         * @param name as above
         * @throws IllegalArgumentException if it is empty or not of printable ASCII
         */
        public FormField {
            requireName(name, "form field");
        }

        @Override
        public String text() {
            return "form:" + name;
        }

        @Override
        public String description() {
            return "the form field " + name;
        }
    }

    /**
     * A string in a JSON body, {@code application/json} or any {@code +json}, in UTF-8.
     *
     * @param pointer leads to it (RFC 6901), for example {@code /idempotency_key}
     */
    record JsonBody(String pointer) implements KeyPlace {
        /**
         * Checks the pointer.
         *
         * @param pointer as above
         * @throws IllegalArgumentException if it is none, or leads to the whole document
         */
        public JsonBody {
            if (!JsonMember.isPointer(pointer)) {
                throw new IllegalArgumentException(
                        "A JSON pointer begins with /, and in it ~ is written ~0; got \"" + pointer + "\".");
            }
        }

        @Override
        public String text() {
            return "json:" + pointer;
        }

        @Override
        public String description() {
            return "the string at " + pointer + " of the JSON body";
        }
    }
}
