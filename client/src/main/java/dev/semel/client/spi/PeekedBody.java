/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client.spi;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The body of a response as a stream of which the start can be looked at. A small body is read to its promised end
 * before its answer counts, so that a connection that breaks in the middle is an attempt without an answer. For one thread.
 */
public final class PeekedBody {
    private static final int SMALL = 64 * 1024;

    private final InputStream stream;

    private PeekedBody(InputStream stream) {
        this.stream = stream;
    }

    /**
     * Takes over a body.
     *
     * @param body as it comes from the connection
     * @param promised how many bytes it must have; negative if that is not known
     * @return the body
     * @throws IOException if it is small and ends early
     */
    public static PeekedBody of(InputStream body, long promised) throws IOException {
        if (promised < 0 || promised > SMALL) {
            return new PeekedBody(new BufferedInputStream(body));
        }
        byte[] whole = body.readNBytes((int) promised);
        if (whole.length < promised) {
            throw new EOFException("The answer ended after " + whole.length + " of " + promised + " bytes.");
        }
        return new PeekedBody(new FilterInputStream(new ByteArrayInputStream(whole)) {
            @Override
            public void close() throws IOException {
                body.close();
            }
        });
    }

    /**
     * The body, from its first byte on.
     *
     * @return the same stream each time; closing it frees the connection
     */
    public InputStream stream() {
        return stream;
    }

    /**
     * Looks at the start; only before anything is read.
     *
     * @param limit how many bytes at most
     * @return the start of the body
     * @throws IOException if it cannot be read
     */
    public byte[] peek(int limit) throws IOException {
        stream.mark(limit);
        byte[] start = stream.readNBytes(limit);
        stream.reset();
        return start;
    }
}
