/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot.openapi;

import dev.semel.http.KeyFormat;
import dev.semel.http.KeyRules;
import dev.semel.http.KeySyntax;
import io.swagger.v3.oas.models.media.Schema;

/**
 * How a key looks in its header field. A gateway may validate requests by the document, so that the schema must refuse
 * nothing that the filter takes: where a key may be quoted, escapes and parameters make the field longer than the key.
 *
 * @param schema of the field's value
 * @param description what may be sent
 * @param example of a field's value
 */
record KeyForm(Schema<Object> schema, String description, String example) {
    private static final String UUID = "[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}";
    private static final String BARE = "[A-Za-z0-9][A-Za-z0-9._~:/+=@-]{0,%d}";
    private static final String PRINTABLE = "[ -~]+";
    private static final String EXAMPLE = "8e03978e-40d5-43dd-bc93-6894a57f9324";

    static KeyForm of(KeyRules rules) {
        boolean any = rules.format() == KeyFormat.ANY;
        boolean quoted = rules.syntax() == KeySyntax.STRICT;
        Schema<Object> schema = Schemas.of("string");
        schema.setMinLength(1);
        if (rules.syntax() == KeySyntax.OPAQUE) {
            schema.setMaxLength(rules.maxLength());
        }
        schema.setPattern(pattern(rules, any));
        if (!any && rules.syntax() == KeySyntax.OPAQUE) {
            schema.setFormat("uuid");
        }
        String text = (any ? "" : "It is a UUID. ") + description(rules.syntax());
        return new KeyForm(schema, text, quoted ? '"' + EXAMPLE + '"' : EXAMPLE);
    }

    private static String pattern(KeyRules rules, boolean any) {
        String quoted = '"' + (any ? PRINTABLE : UUID) + '"';
        return switch (rules.syntax()) {
            case OPAQUE -> "^" + (any ? PRINTABLE : UUID) + "$";
            // a quoted key may be followed by parameters, which are ignored
            case STRICT -> "^" + quoted;
            case DUAL -> "^(" + (any ? BARE.formatted(rules.maxLength() - 1) : UUID) + "$|" + quoted + ")";
        };
    }

    private static String description(KeySyntax syntax) {
        return switch (syntax) {
            case OPAQUE -> "Any printable ASCII.";
            case STRICT -> "It is written in double quotes, as a String of RFC 9651.";
            case DUAL ->
                "It is written as it is, in letters, digits and ._~:/+=@-, or in double quotes as a String of RFC 9651;"
                        + " the quotes are no part of it.";
        };
    }
}
