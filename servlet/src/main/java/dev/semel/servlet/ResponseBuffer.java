/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Holds back what a handler writes until its record is durable.
 *
 * <p>Up to the limit it is in memory. Beyond it there are two ways. Where bytes may leave before the record is written
 * (leased mode), it opens the response and lets them through; the record then tells that the body was omitted. Where they
 * may not, because the commit could still fail (joined mode), it goes on in a temporary file, up to a limit of its own;
 * beyond that the rest is dropped, because the answer cannot be given.
 */
final class ResponseBuffer {
    private final SpoolPlace place;
    private final @Nullable Opener opener;
    private final SpooledBody held;
    private @Nullable OutputStream direct;
    private boolean overflowed;

    /** Sends status and header lines, and gives the stream for the body. */
    @FunctionalInterface
    interface Opener {
        OutputStream open() throws IOException;
    }

    /**
     * @param place how much is kept in memory, and where the rest
     * @param opener how to let bytes through; null if they must wait
     */
    ResponseBuffer(SpoolPlace place, @Nullable Opener opener) {
        this.place = place;
        this.opener = opener;
        this.held = new SpooledBody(place);
    }

    void write(byte[] bytes, int offset, int count) throws IOException {
        if (direct == null && opener != null && held.length() + count > place.memoryBytes()) {
            letThrough();
        }
        if (direct != null) {
            direct.write(bytes, offset, count);
        } else if (overflowed || held.length() + count > place.maxBytes()) {
            overflowed = true;
            held.reset();
        } else {
            held.write(bytes, offset, count);
        }
    }

    void letThrough() throws IOException {
        if (direct == null && opener != null) {
            direct = opener.open();
            try (InputStream in = held.open()) {
                in.transferTo(direct);
            }
            held.reset();
        }
    }

    boolean isStreaming() {
        return direct != null;
    }

    void flushDirect() throws IOException {
        if (direct != null) {
            direct.flush();
        }
    }

    long length() {
        return held.length();
    }

    boolean isOverLimit() {
        return held.length() > place.memoryBytes();
    }

    /** Whether there was more than may be held. */
    boolean isOverflowed() {
        return overflowed;
    }

    byte[] toArray() {
        return held.toArray();
    }

    void writeTo(OutputStream out) throws IOException {
        try (InputStream in = held.open()) {
            in.transferTo(out);
        }
    }

    void clear() throws IOException {
        overflowed = false;
        held.reset();
    }
}
