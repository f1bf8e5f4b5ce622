/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.wire;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** The bytes that come over a socket, with a deadline for all that is read since {@link #allow} and limits on lines and bodies. */
final class Intake {
    private static final int LONGEST_LINE = 64 << 10;
    private static final int LARGEST_BODY = 16 << 20;

    private final Socket socket;
    private final byte[] buffer = new byte[16 << 10];
    private int at;
    private int end;
    private long deadline;

    Intake(Socket socket) {
        this.socket = socket;
    }

    /** From now on, so much time. */
    void allow(Duration time) {
        deadline = System.nanoTime() + time.toNanos();
    }

    /** Whether bytes are there, without a wait. */
    boolean isThere() throws IOException {
        return at < end || socket.getInputStream().available() > 0;
    }

    int one() throws IOException {
        if (at == end && !fill()) {
            throw new EOFException("the server closed the connection without a whole answer");
        }
        return buffer[at++] & 0xff;
    }

    /** A line without its end. */
    String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = one(); next != '\n'; next = one()) {
            if (line.length() > LONGEST_LINE) {
                throw new WireException("an endless line");
            }
            line.append((char) next);
        }
        int last = line.length() - 1;
        return last >= 0 && line.charAt(last) == '\r' ? line.substring(0, last) : line.toString();
    }

    /** Takes so many bytes; an {@link EOFException} if there are fewer, after those. */
    void copy(ByteArrayOutputStream body, long length) throws IOException {
        for (long left = length; left > 0; ) {
            if (at == end && !fill()) {
                throw new EOFException("the body breaks off");
            }
            int part = (int) Math.min(left, end - at);
            keep(body, part);
            left -= part;
        }
    }

    void copyToTheEnd(ByteArrayOutputStream body) throws IOException {
        while (at < end || fill()) {
            keep(body, end - at);
        }
    }

    private void keep(ByteArrayOutputStream body, int part) throws WireException {
        body.write(buffer, at, part);
        at += part;
        if (body.size() > LARGEST_BODY) {
            throw new WireException("a body of more than " + (LARGEST_BODY >> 20) + " MB");
        }
    }

    /** False at the end of the stream. */
    boolean fill() throws IOException {
        // rounded up: a last millisecond that counts as none would make short waits none at all
        long left = Math.floorDiv(deadline - System.nanoTime() + 999_999, 1_000_000L);
        if (left <= 0) {
            throw new WireException("no whole answer in time");
        }
        socket.setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
        try {
            int read = socket.getInputStream().read(buffer);
            at = 0;
            end = Math.max(read, 0);
            return read > 0;
        } catch (SocketTimeoutException e) {
            throw new WireException("no whole answer in time");
        }
    }
}
