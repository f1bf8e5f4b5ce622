/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.replay;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Cuts strings of JSON in UTF-8 that are longer than a limit, so that a reader never holds them: what is left ends in a
 * mark. The reader would refuse the whole file instead.
 */
final class LongStrings extends InputStream {
    /** At the end of a string that was cut. */
    static final String MARK = "\0cut";

    private static final byte[] MARK_IN_JSON = "\\u0000cut".getBytes(StandardCharsets.US_ASCII);

    private final InputStream in;
    private final int limit;
    private final byte[] buffer = new byte[1 << 16];
    private int at;
    private int end;
    private boolean inside;
    private int length;
    /** Bytes of an escape that are still to come: after the backslash one, after {@code u} four. */
    private int escape;

    private boolean unicode;
    /** Where in the mark we are; past it, the string is skipped. */
    private int marked = -1;

    LongStrings(InputStream in, int limit) {
        this.in = in;
        this.limit = limit;
    }

    @Override
    public int read() throws IOException {
        if (marked >= 0 && marked < MARK_IN_JSON.length) {
            return MARK_IN_JSON[marked++];
        }
        int next = one();
        while (marked >= 0 && next >= 0 && isInside(next)) {
            next = one();
        }
        if (marked >= 0) {
            // the quote that ends the string, or the end of the file
            marked = -1;
            return next;
        }
        return next < 0 ? next : passed(next);
    }

    private int one() throws IOException {
        if (at == end) {
            end = in.read(buffer);
            at = 0;
        }
        if (end <= 0) {
            end = at;
            return -1;
        }
        return buffer[at++] & 0xff;
    }

    private int passed(int next) {
        boolean boundary = inside && escape == 0 && (next & 0xc0) != 0x80 && next != '"';
        if (boundary && length >= limit) {
            isInside(next);
            marked = 1;
            return MARK_IN_JSON[0];
        }
        isInside(next);
        return next;
    }

    /** Takes a byte into account; false where it ends a string or stands outside of one. */
    private boolean isInside(int next) {
        if (!inside) {
            inside = next == '"';
            length = 0;
            return false;
        }
        length = Math.min(length + 1, limit);
        if (escape > 0) {
            escape = next == 'u' && escape == 1 && !unicode ? startUnicode() : escape - 1;
            unicode &= escape > 0;
        } else if (next == '\\') {
            escape = 1;
        } else if (next == '"') {
            inside = false;
        }
        return inside;
    }

    private int startUnicode() {
        unicode = true;
        return 4;
    }

    @Override
    public int read(byte[] bytes, int from, int most) throws IOException {
        int count = 0;
        while (count < most) {
            int next = read();
            if (next < 0) {
                return count == 0 ? -1 : count;
            }
            bytes[from + count++] = (byte) next;
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
