/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

import dev.semel.IdempotencyKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where a request's key stands, how it is read and how far it reaches. Immutable; safe for use by many threads.
 *
 * @param places the places that may carry it, not empty; if a request has it in several, they must agree
 * @param syntax how the value is read
 * @param format what the key may look like
 * @param maxLength the longest key, in characters after reading: 1 to {@value IdempotencyKey#MAX_LENGTH}
 * @param scope whether operations share their keys
 */
public record KeyRules(List<KeyPlace> places, KeySyntax syntax, KeyFormat format, int maxLength, KeyScope scope) {
    /** The header field of the IETF draft. */
    public static final String STANDARD_HEADER = "Idempotency-Key";

    private static final int STANDARD_MAX_LENGTH = 255;
    private static final Pattern BARE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._~:/+=@-]*");
    private static final Pattern PRINTABLE = Pattern.compile("[\\x20-\\x7e]+");

    /**
     * Checks the parts.
     *
     * @param places as above
     * @param syntax as above
     * @param format as above
     * @param maxLength as above
     * @param scope as above
     * @throws IllegalArgumentException if there is no place, or the length is out of range
     */
    public KeyRules {
        places = List.copyOf(places);
        Objects.requireNonNull(syntax, "syntax");
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(scope, "scope");
        if (places.isEmpty()) {
            throw new IllegalArgumentException("Give at least one place of the key, for example a header field.");
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
                List.of(new KeyPlace.Header(STANDARD_HEADER)),
                KeySyntax.DUAL,
                KeyFormat.ANY,
                STANDARD_MAX_LENGTH,
                KeyScope.OPERATION);
    }

    /**
     * These rules for header fields.
     *
     * @param names all names, in place of the present places
     * @return new rules
     * @throws IllegalArgumentException if there is none, or one is no field name
     */
    public KeyRules withHeaderNames(String... names) {
        return withPlaces(Arrays.stream(names).map(KeyPlace.Header::new).toArray(KeyPlace[]::new));
    }

    /**
     * These rules for other places.
     *
     * @param places all places, instead of the present ones
     * @return new rules
     * @throws IllegalArgumentException if there is none
     */
    public KeyRules withPlaces(KeyPlace... places) {
        return new KeyRules(List.of(places), syntax, format, maxLength, scope);
    }

    /**
     * These rules with another syntax. It changes which key a field value names, and so which records are found.
     *
     * @param syntax how the value is read
     * @return new rules
     */
    public KeyRules withSyntax(KeySyntax syntax) {
        return new KeyRules(places, syntax, format, maxLength, scope);
    }

    /**
     * These rules with another format.
     *
     * @param format what the key may look like
     * @return new rules
     */
    public KeyRules withFormat(KeyFormat format) {
        return new KeyRules(places, syntax, format, maxLength, scope);
    }

    /**
     * These rules with another limit.
     *
     * @param maxLength the longest key
     * @return new rules
     */
    public KeyRules withMaxLength(int maxLength) {
        return new KeyRules(places, syntax, format, maxLength, scope);
    }

    /**
     * These rules with another reach.
     *
     * @param scope whether operations share their keys
     * @return new rules
     */
    public KeyRules withScope(KeyScope scope) {
        return new KeyRules(places, syntax, format, maxLength, scope);
    }

    /**
     * The header fields among the places.
     *
     * @return their names, perhaps none
     */
    public List<String> headerNames() {
        return places.stream()
                .filter(KeyPlace.Header.class::isInstance)
                .map(place -> ((KeyPlace.Header) place).name())
                .toList();
    }

    /**
     * Whether a key may stand in the body, so that {@link #readHead} does not know all.
     *
     * @return true if one of the places is there
     */
    public boolean mayBeInBody() {
        return places.stream().anyMatch(KeyPlace::isInBody);
    }

    /**
     * Reads the key from the header fields alone; the other places are not looked at.
     *
     * @param fieldLines gives the raw lines of a header field, one element a line as received, empty if there is none;
     *     the name's case must not matter to it
     * @return what the fields say
     */
    public KeyReading read(Function<String, List<String>> fieldLines) {
        List<KeyReading> readings = new ArrayList<>();
        headerNames().forEach(name -> readings.add(parse(fieldLines.apply(name), new KeyPlace.Header(name))));
        return KeySearch.agreed(readings);
    }

    /**
     * Reads the key from what comes before the body: header fields and query. What is malformed or contradictory there is
     * so whatever the body says.
     *
     * @param request the request, whose body is not looked at
     * @return what they say
     */
    public KeyReading readHead(RequestView request) {
        return new KeySearch(this, request).head();
    }

    /**
     * Reads the key from all places.
     *
     * <p>A body of another kind than the places are for, or a compressed one, says nothing. If no other place has a key
     * either, that is not the same as absent: the client may believe itself protected, and the reading is invalid.
     *
     * @param request the request, whose body may be opened any number of times
     * @return what the places say
     * @throws IOException if the body cannot be read
     */
    public KeyReading read(RequestView request) throws IOException {
        return new KeySearch(this, request).everywhere();
    }

    /**
     * What a client is told that has sent no key.
     *
     * @return the problem, which names the places
     */
    public Problem missing() {
        String where = places.stream().map(KeyPlace::description).collect(Collectors.joining(", or in "));
        return Problem.of(ProblemType.MISSING_KEY)
                .withDetail("This operation requires an idempotency key. Send a new unique key in " + where
                        + ", and the same key again with each retry.");
    }

    /**
     * Reads the key from the lines of one header field.
     *
     * @param lines the raw lines, one element a line; empty if the field was not sent
     * @return what they say
     */
    public KeyReading parse(List<String> lines) {
        return parse(
                lines, new KeyPlace.Header(headerNames().stream().findFirst().orElse(STANDARD_HEADER)));
    }

    KeyReading parse(List<String> values, KeyPlace place) {
        String named = "T" + place.description().substring(1);
        if (values.isEmpty()) {
            return KeySearch.ABSENT;
        }
        // even lines that would combine into one valid String: who splits a key over lines is smuggling
        if (values.size() > 1) {
            return new KeyReading.Invalid(named + " was sent more than once.");
        }
        boolean inHeader = place instanceof KeyPlace.Header;
        // white space around a header's value is not part of it; elsewhere all that stands there is the key
        Optional<String> value = value(inHeader ? stripped(values.get(0)) : values.get(0), inHeader);
        if (value.isEmpty()) {
            return new KeyReading.Invalid(named + " is malformed.");
        }
        String key = value.get();
        if (key.isBlank()) {
            return new KeyReading.Invalid("The key is empty.");
        }
        if (key.length() > maxLength) {
            return new KeyReading.Invalid("The key is longer than " + maxLength + " characters.");
        }
        return format.normalized(key)
                .<KeyReading>map(normalized -> new KeyReading.Present(IdempotencyKey.of(normalized)))
                .orElseGet(() -> new KeyReading.Invalid("The key is not a UUID."));
    }

    private Optional<String> value(String text, boolean inHeader) {
        if (syntax == KeySyntax.OPAQUE || (syntax == KeySyntax.STRICT && !inHeader)) {
            return Optional.of(text).filter(value -> PRINTABLE.matcher(value).matches());
        }
        if (syntax == KeySyntax.STRICT || text.startsWith("\"")) {
            return StructuredField.stringItem(text);
        }
        return Optional.of(text).filter(value -> BARE.matcher(value).matches());
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
}
