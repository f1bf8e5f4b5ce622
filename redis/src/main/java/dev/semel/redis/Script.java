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
    CLAIM(false),
    /** Records the answer. */
    COMPLETE(true),
    /** Gives the claim back. */
    RELEASE(true),
    /** Lets the lease live on. */
    RENEW(true),
    /** Marks the outcome as unknown. */
    HOLD(true),
    /** Reads a record. */
    FIND(false),
    /** Tries out at the start what the others need. */
    PROBE(true);

    // Redis 7 and Valkey then run it also while their memory is full. Older ones cannot read the line.
    private static final String BEYOND_THE_LIMIT = "#!lua flags=allow-oom\n";

    @SuppressWarnings("ImmutableEnumChecker") // nobody writes to its arrays
    private final Form plain;

    @SuppressWarnings("ImmutableEnumChecker")
    private final Form beyondTheLimit;

    Script(boolean fenced) {
        String verb = name().toLowerCase(Locale.ROOT);
        String text = resource("record") + resource(verb);
        this.plain = Form.of(verb, fenced, text);
        this.beyondTheLimit = fenced ? Form.of(verb, true, BEYOND_THE_LIMIT + text) : plain;
    }

    /** As every server runs it. */
    Form plain() {
        return plain;
    }

    /**
     * As a server runs it also while its memory is full. What is written after a claim adds little to it, and is the
     * answer that would be lost; a new claim is refused before its action has run.
     */
    Form beyondTheLimit() {
        return beyondTheLimit;
    }

    /**
     * A script as it is sent.
     *
     * @param verb how it is called in messages
     * @param fenced whether it writes for an attempt, whose answer would be lost without it
     * @param text the whole of it
     * @param digest as the server names it
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Form(String verb, boolean fenced, byte[] text, byte[] digest) {
        private static Form of(String verb, boolean fenced, String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return new Form(verb, fenced, bytes, sha1(bytes).getBytes(StandardCharsets.US_ASCII));
        }
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

    private static String sha1(byte[] text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-1.", e);
        }
    }
}
