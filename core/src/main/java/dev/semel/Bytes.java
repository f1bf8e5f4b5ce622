/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;

/**
 * An immutable sequence of bytes with the equality of its content.
 *
 * <p>Its {@link #toString()} tells the length only, because what it holds may be a customer's answer. Safe for use by
 * many threads.
 */
public final class Bytes {
    /** No bytes. */
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] content;

    private Bytes(byte[] content) {
        this.content = content;
    }

    /**
     * Copies an array.
     *
     * @param content the bytes; later changes of the array are not seen
     * @return the same bytes, immutable
     */
    public static Bytes copyOf(byte[] content) {
        Objects.requireNonNull(content, "content");
        return content.length == 0 ? EMPTY : new Bytes(content.clone());
    }

    /**
     * Takes over an array without a copy, for large bodies.
     *
     * @param content the bytes; the caller gives the array away and must not write to it again
     * @return the same bytes
     */
    public static Bytes wrap(byte[] content) {
        Objects.requireNonNull(content, "content");
        return content.length == 0 ? EMPTY : new Bytes(content);
    }

    /**
     * Encodes text as UTF-8.
     *
     * @param text any text
     * @return its UTF-8 bytes
     */
    public static Bytes utf8(String text) {
        return wrap(Objects.requireNonNull(text, "text").getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Tells how many bytes there are.
     *
     * @return the length in bytes
     */
    public int length() {
        return content.length;
    }

    /**
     * Copies the bytes out.
     *
     * @return a new array
     */
    public byte[] toArray() {
        return content.clone();
    }

    /**
     * Decodes the bytes as UTF-8; malformed input becomes U+FFFD.
     *
     * @return the text
     */
    public String toUtf8() {
        return new String(content, StandardCharsets.UTF_8);
    }

    /**
     * Reads the bytes without a copy.
     *
     * @return a new stream at the first byte
     */
    public InputStream newInputStream() {
        return new ByteArrayInputStream(content);
    }

    /**
     * Writes all bytes, without a copy.
     *
     * @param out where to; it is neither flushed nor closed
     * @throws IOException what the stream throws
     */
    public void writeTo(OutputStream out) throws IOException {
        out.write(content);
    }

    /** Compares in constant time for a given length, since fingerprints are compared through here. */
    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof Bytes that && MessageDigest.isEqual(content, that.content));
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    @Override
    public String toString() {
        return "Bytes[" + content.length + "]";
    }
}
