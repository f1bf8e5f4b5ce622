/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * The content of a gzip body of one member (RFC 1952). Not {@link java.util.zip.GZIPInputStream}, which says nothing of
 * bytes behind the member, and differently so in each release of Java: two bodies that differ in them are not the same.
 */
final class GzipContent extends InflaterInputStream {
    private static final int BUFFER_BYTES = 8192;
    private static final int HEADER_BYTES = 10;
    private static final int TRAILER_BYTES = 8;
    private static final int HEADER_CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xE0;
    private static final int MAX_TEXT_BYTES = 65_536;

    private final CRC32 crc = new CRC32();

    private GzipContent(InputStream in) throws IOException {
        super(new BufferedInputStream(in), new Inflater(true), BUFFER_BYTES);
        try {
            skipHeader();
        } catch (IOException | RuntimeException e) {
            inf.end();
            throw e;
        }
    }

    /** Whether a body is one whole member, not broken, and has no more content than this. */
    static boolean isWhole(RequestView.Content sent, long maxBytes) throws IOException {
        try (InputStream in = sent.open();
                GzipContent content = new GzipContent(in)) {
            byte[] buffer = new byte[BUFFER_BYTES];
            long length = 0;
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                length += read;
                if (length > maxBytes) {
                    return false;
                }
            }
            return content.endsHere();
        } catch (ZipException | EOFException e) {
            return false;
        }
    }

    /** The content of a body that {@link #isWhole}. */
    static InputStream open(RequestView.Content sent) throws IOException {
        InputStream in = sent.open();
        try {
            return new GzipContent(in);
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        if (read > 0) {
            crc.update(bytes, offset, read);
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        inf.end();
        super.close();
    }

    private boolean endsHere() throws IOException {
        InputStream buffered = new ByteArrayInputStream(buf, len - inf.getRemaining(), inf.getRemaining());
        byte[] rest = new SequenceInputStream(buffered, in).readNBytes(TRAILER_BYTES + 1);
        ByteBuffer trailer = ByteBuffer.wrap(rest).order(ByteOrder.LITTLE_ENDIAN);
        return rest.length == TRAILER_BYTES
                && trailer.getInt() == (int) crc.getValue()
                && trailer.getInt() == (int) inf.getBytesWritten();
    }

    private void skipHeader() throws IOException {
        ByteBuffer header = ByteBuffer.wrap(bytes(HEADER_BYTES));
        if (header.getShort() != 0x1F8B || header.get() != 8) {
            throw new ZipException("The body is not gzip.");
        }
        int flags = header.get();
        if ((flags & RESERVED) != 0) {
            throw new ZipException("The header of the gzip body has an unknown part.");
        }
        if ((flags & EXTRA) != 0) {
            bytes(Short.toUnsignedInt(
                    ByteBuffer.wrap(bytes(2)).order(ByteOrder.LITTLE_ENDIAN).getShort()));
        }
        if ((flags & NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        if ((flags & HEADER_CRC) != 0) {
            bytes(2);
        }
    }

    private byte[] bytes(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("The header of the gzip body is cut off.");
        }
        return bytes;
    }

    private void skipText() throws IOException {
        for (int length = 0; bytes(1)[0] != 0; length++) {
            // the name of a file and a comment mean nothing here
            if (length > MAX_TEXT_BYTES) {
                throw new ZipException("The header of the gzip body is too long.");
            }
        }
    }
}
