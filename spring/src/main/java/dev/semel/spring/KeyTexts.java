/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ObjectUtils;

/**
 * Turns the value of a key or scope expression into text. Only types whose text is their value: an object's default text
 * holds its address, and a key from it would protect nothing, silently.
 */
final class KeyTexts {
    private KeyTexts() {}

    /** One text as it is; several each with its length, so that no two lists share a text. */
    static String single(@Nullable Object value) {
        List<String> parts = parts(value);
        return isList(value)
                ? parts.stream().map(part -> part.length() + ":" + part).collect(Collectors.joining())
                : parts.get(0);
    }

    static List<String> parts(@Nullable Object value) {
        if (value instanceof Collection<?> values) {
            return values.stream().map(KeyTexts::text).toList();
        }
        if (value instanceof Object[] || (value != null && value.getClass().isArray())) {
            return Arrays.stream(ObjectUtils.toObjectArray(value))
                    .map(KeyTexts::text)
                    .toList();
        }
        return List.of(text(value));
    }

    private static boolean isList(@Nullable Object value) {
        return value instanceof Collection<?>
                || (value != null && value.getClass().isArray());
    }

    private static String text(@Nullable Object value) {
        if (value == null) {
            throw new IllegalArgumentException("gave null, which names nothing");
        }
        if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        boolean plain = value instanceof CharSequence
                || value instanceof Number
                || value instanceof UUID
                || value instanceof Boolean
                || value instanceof Character;
        if (!plain || value.toString().isEmpty()) {
            throw new IllegalArgumentException(
                    plain ? "gave an empty text" : "gave a " + value.getClass().getName() + ", whose text is no name");
        }
        return value.toString();
    }
}
