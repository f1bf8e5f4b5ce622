/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

import dev.semel.IdempotencyKey;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Where a request's key stands, how it is read and how far it reaches. Immutable; safe for use by many threads.
 *
 * @param headerNames the header fields that may carry it, not empty; if a request has several, they must agree
 * @param syntax how the value is read
 * @param format what the key may look like
 * @param maxLength the longest key, in characters after reading: 1 to {@value IdempotencyKey#MAX_LENGTH}
 * @param scope whether operations share their keys
 */
public record KeyRules(List<String> headerNames, KeySyntax syntax, KeyFormat format, int maxLength, KeyScope scope) {
    /** The header field of the IETF draft. */
    public static final String STANDARD_HEADER = "Idempotency-Key";

    private static final int STANDARD_MAX_LENGTH = 255;
    private static final Pattern BARE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._~:/+=@-]*");
    private static final Pattern PRINTABLE = Pattern.compile("[\\x20-\\x7e]+");
    private static final KeyReading ABSENT = new KeyReading.Absent();

    /**
     * Checks the parts.
     *
     * @param headerNames as above
     * @param syntax as above
     * @param format as above
     * @param maxLength as above
     * @param scope as above
     * @throws IllegalArgumentException if there is no name, one that is no field name, or the length is out of range
     */
    public KeyRules {
        headerNames = List.copyOf(headerNames);
        Objects.requireNonNull(syntax, "syntax");
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(scope, "scope");
        if (headerNames.isEmpty() || !headerNames.stream().allMatch(HeaderField::isName)) {
            throw new IllegalArgumentException("Give at least one header name, each a token; got " + headerNames + ".");
        }
        if (maxLength < 1 || maxLength > IdempotencyKey.MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "The longest key has 1 to " + IdempotencyKey.MAX_LENGTH + " characters; got " + maxLength + ".");
        }
    }

    /**
     * {@code Idempotency-Key}, {@link KeySyntax#DUAL}, any format, 255 characters, keys of their own for each operation.
     *
     * @return the default rules
     */
    public static KeyRules standard() {
        return new KeyRules(
                List.of(STANDARD_HEADER), KeySyntax.DUAL, KeyFormat.ANY, STANDARD_MAX_LENGTH, KeyScope.OPERATION);
    }

    /**
     * These rules for other header names.
     *
     * @param names all names, in place of the present ones
     * @return new rules
     */
    public KeyRules withHeaderNames(String... names) {
        return new KeyRules(List.of(names), syntax, format, maxLength, scope);
    }

    /**
     * These rules with another syntax. It changes which key a field value names, and so which records are found.
     *
     * @param syntax how the value is read
     * @return new rules
     */
    public KeyRules withSyntax(KeySyntax syntax) {
        return new KeyRules(headerNames, syntax, format, maxLength, scope);
    }

    /**
     * These rules with another format.
     *
     * @param format what the key may look like
     * @return new rules
     */
    public KeyRules withFormat(KeyFormat format) {
        return new KeyRules(headerNames, syntax, format, maxLength, scope);
    }

    /**
     * These rules with another limit.
     *
     * @param maxLength the longest key
     * @return new rules
     */
    public KeyRules withMaxLength(int maxLength) {
        return new KeyRules(headerNames, syntax, format, maxLength, scope);
    }

    /**
     * These rules with another reach.
     *
     * @param scope whether operations share their keys
     * @return new rules
     */
    public KeyRules withScope(KeyScope scope) {
        return new KeyRules(headerNames, syntax, format, maxLength, scope);
    }

    /**
     * Reads the key of a request.
     *
     * @param fieldLines gives the raw lines of a header field, one element a line as received, empty if there is none;
     *     the name's case must not matter to it
     * @return what the fields say
     */
    public KeyReading read(Function<String, List<String>> fieldLines) {
        Set<String> keys = new HashSet<>();
        for (String name : headerNames) {
            KeyReading reading = parse(fieldLines.apply(name));
            if (reading instanceof KeyReading.Invalid) {
                return reading;
            }
            if (reading instanceof KeyReading.Present present) {
                keys.add(present.key().value());
            }
        }
        if (keys.size() > 1) {
            return invalid("Several header fields carry different keys.");
        }
        return keys.isEmpty()
                ? ABSENT
                : new KeyReading.Present(IdempotencyKey.of(keys.iterator().next()));
    }

    /**
     * Reads the key from the lines of one header field.
     *
     * @param lines the raw lines, one element a line; empty if the field was not sent
     * @return what they say
     */
    public KeyReading parse(List<String> lines) {
        if (lines.isEmpty()) {
            return ABSENT;
        }
        // even lines that would combine into one valid String: who splits a key over lines is smuggling
        if (lines.size() > 1) {
            return invalid("The header field was sent more than once.");
        }
        Optional<String> value = value(stripped(lines.get(0)));
        if (value.isEmpty()) {
            return invalid("The header field is malformed.");
        }
        String key = value.get();
        if (key.isBlank()) {
            return invalid("The key is empty.");
        }
        if (key.length() > maxLength) {
            return invalid("The key is longer than " + maxLength + " characters.");
        }
        return format.normalized(key)
                .<KeyReading>map(normalized -> new KeyReading.Present(IdempotencyKey.of(normalized)))
                .orElseGet(() -> invalid("The key is not a UUID."));
    }

    private Optional<String> value(String field) {
        if (syntax == KeySyntax.OPAQUE) {
            return Optional.of(field).filter(text -> PRINTABLE.matcher(text).matches());
        }
        if (syntax == KeySyntax.STRICT || field.startsWith("\"")) {
            return StructuredField.stringItem(field);
        }
        return Optional.of(field).filter(text -> BARE.matcher(text).matches());
    }

    /** Removes optional whitespace around the value, which servers should have done (RFC 9110, section 5.5). */
    private static String stripped(String line) {
        int from = 0;
        int to = line.length();
        while (from < to && isOptionalWhitespace(line.charAt(from))) {
            from++;
        }
        while (to > from && isOptionalWhitespace(line.charAt(to - 1))) {
            to--;
        }
        return line.substring(from, to);
    }

    private static boolean isOptionalWhitespace(char c) {
        return c == ' ' || c == '\t';
    }

    private static KeyReading invalid(String reason) {
        return new KeyReading.Invalid(reason);
    }
}
