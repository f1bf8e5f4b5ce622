/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 over fields that are prefixed with their lengths, so that no two sequences of fields share an input. */
final class Sha256 {
    private static final int BUFFER_BYTES = 8192;

    private final MessageDigest digest;

    Sha256() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256; this one has not.", e);
        }
    }

    Sha256 text(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    Sha256 bytes(byte[] bytes) {
        number(bytes.length);
        digest.update(bytes);
        return this;
    }

    Sha256 number(int number) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
        return this;
    }

    /** Adds bytes without a length; only for a digest of nothing else. */
    void raw(byte[] bytes, int length) {
        digest.update(bytes, 0, length);
    }

    byte[] value() {
        return digest.digest();
    }

    static byte[] of(InputStream in) throws IOException {
        Sha256 sha = new Sha256();
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            sha.raw(buffer, read);
        }
        return sha.value();
    }

    static byte[] of(RequestView.Content content) throws IOException {
        try (InputStream in = content.open()) {
            return of(in);
        }
    }
}
