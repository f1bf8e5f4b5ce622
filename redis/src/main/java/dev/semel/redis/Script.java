/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** The verbs as the server runs them, each one atomic step. */
enum Script {
    /** Grants a lease, or tells why not. */
    CLAIM,
    /** Records the answer. */
    COMPLETE,
    /** Gives the claim back. */
    RELEASE,
    /** Lets the lease live on. */
    RENEW,
    /** Marks the outcome as unknown. */
    HOLD,
    /** Reads a record. */
    FIND,
    /** Tries out at the start what the others need. */
    PROBE;

    private final String text;
    private final String digest;

    Script() {
        this.text = resource("record") + resource(name().toLowerCase(Locale.ROOT));
        this.digest = sha1(text);
    }

    String text() {
        return text;
    }

    /** As the server names it. */
    String digest() {
        return digest;
    }

    private static String resource(String name) {
        try (InputStream in = Script.class.getResourceAsStream(name + ".lua")) {
            if (in == null) {
                throw new IllegalStateException("The script " + name + ".lua is missing from the jar.");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha1(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-1.", e);
        }
    }
}
