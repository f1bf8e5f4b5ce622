/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client;

import dev.semel.IdempotencyKey;
import dev.semel.http.HeaderField;
import dev.semel.http.KeyReading;
import dev.semel.http.KeyRules;
import dev.semel.http.KeySyntax;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Which header field carries the key, and how it is written; one per target, since servers differ.
 *
 * @param header the name of the field
 * @param notation how the key is written
 */
public record KeyPlacement(String header, Notation notation) {
    private static final KeyRules READING = KeyRules.standard().withMaxLength(IdempotencyKey.MAX_LENGTH);

    /** How a key is written into its field. */
    public enum Notation {
        /** As it is; what nearly all services expect. The default. */
        BARE,
        /** As a String of RFC 9651, in quotes; what the IETF draft says. */
        QUOTED
    }

    /**
     * Checks the name.
     *
     * @param header as above
     * @param notation as above
     * @throws IllegalArgumentException if the name is no field name
     */
    public KeyPlacement {
        Objects.requireNonNull(notation, "notation");
        new HeaderField(header, "");
    }

    /**
     * {@code Idempotency-Key}, bare: Semel, Stripe, Adyen and most others.
     *
     * @return the default placement
     */
    public static KeyPlacement standard() {
        return bare(KeyRules.STANDARD_HEADER);
    }

    /**
     * {@code X-Idempotency-Key}, bare.
     *
     * @return the placement of older services
     */
    public static KeyPlacement prefixed() {
        return bare("X-Idempotency-Key");
    }

    /**
     * {@code PayPal-Request-Id}, bare.
     *
     * @return PayPal's placement
     */
    public static KeyPlacement payPal() {
        return bare("PayPal-Request-Id");
    }

    /**
     * {@code Cko-Idempotency-Key}, bare.
     *
     * @return Checkout.com's placement
     */
    public static KeyPlacement checkout() {
        return bare("Cko-Idempotency-Key");
    }

    /**
     * A field of any name, bare.
     *
     * @param header the name of the field
     * @return the placement
     */
    public static KeyPlacement bare(String header) {
        return new KeyPlacement(header, Notation.BARE);
    }

    /**
     * This field with quotes.
     *
     * @return the placement that the IETF draft says
     */
    public KeyPlacement quoted() {
        return new KeyPlacement(header, Notation.QUOTED);
    }

    /** Writes the field; refuses a key that the other side would not read back as the same. */
    HeaderField field(IdempotencyKey key) {
        String text = key.value();
        if (notation == Notation.QUOTED) {
            text = '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        }
        if (!READING.parse(List.of(text)).equals(new KeyReading.Present(key))) {
            throw new IllegalArgumentException("This key cannot be written " + notation
                    + ": a bare key has letters, digits and ._~:/+=@- only, a quoted one has printable ASCII only.");
        }
        return new HeaderField(header, text);
    }

    /** Reads the key that the caller has set, or nothing if there is none that can be told. */
    Optional<IdempotencyKey> read(List<String> lines) {
        KeyReading reading = READING.parse(lines);
        if (reading instanceof KeyReading.Invalid) {
            reading = READING.withSyntax(KeySyntax.OPAQUE).parse(lines);
        }
        return reading instanceof KeyReading.Present present ? Optional.of(present.key()) : Optional.empty();
    }
}
