/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a key may look like, once its {@linkplain KeySyntax syntax} is read. */
public enum KeyFormat {
    /** Anything; keys that differ in case are two keys. The default. */
    ANY,
    /** A UUID in its usual form of 36 characters; keys that differ in case are two keys. */
    UUID,
    /** A UUID; keys that differ in case only are one key. */
    UUID_IN_ANY_CASE;

    private static final Pattern UUID_FORM =
            Pattern.compile("[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}");

    Optional<String> normalized(String key) {
        if (this == ANY) {
            return Optional.of(key);
        }
        if (!UUID_FORM.matcher(key).matches()) {
            return Optional.empty();
        }
        return Optional.of(this == UUID ? key : key.toLowerCase(Locale.ROOT));
    }
}
