/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that were written once and can be read many times: in memory up to a limit, beyond it in a temporary file, which
 * {@link #close()} deletes. Not safe for use by many threads while it is written.
 */
final class SpooledBody extends OutputStream {
    private static final int BUFFER_BYTES = 8192;

    private final SpoolPlace place;
    private ByteArrayOutputStream memory = new ByteArrayOutputStream();
    private @Nullable Path file;
    private @Nullable OutputStream fileOut;
    private long length;

    SpooledBody(SpoolPlace place) {
        this.place = place;
    }

    /** The body is larger than allowed. */
    static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1L;

        TooLargeException() {
            super("The request body is larger than the operation accepts.");
        }
    }

    /** Reads a stream to its end; whatever goes wrong, no file is left behind. */
    static SpooledBody of(InputStream in, SpoolPlace place) throws IOException {
        SpooledBody body = new SpooledBody(place);
        try {
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                body.write(buffer, 0, read);
                if (body.length() > place.maxBytes()) {
                    throw new TooLargeException();
                }
            }
            body.finishWriting();
            return body;
        } catch (IOException | RuntimeException | Error e) {
            body.close();
            throw e;
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        length += count;
        if (file == null && length > place.memoryBytes()) {
            file = Files.createTempFile(place.folder(), "semel-", ".body");
            fileOut = Files.newOutputStream(file);
            memory.writeTo(fileOut);
            memory = new ByteArrayOutputStream();
        }
        if (fileOut != null) {
            fileOut.write(bytes, offset, count);
        } else {
            memory.write(bytes, offset, count);
        }
    }

    long length() {
        return length;
    }

    /** The content while it is in memory. */
    byte[] toArray() {
        return memory.toByteArray();
    }

    void reset() throws IOException {
        close();
        length = 0;
    }

    /** A new stream at the first byte; writing must be over. */
    InputStream open() throws IOException {
        finishWriting();
        return file == null ? new ByteArrayInputStream(memory.toByteArray()) : Files.newInputStream(file);
    }

    private void finishWriting() throws IOException {
        if (fileOut != null) {
            fileOut.close();
        }
    }

    @Override
    public void close() throws IOException {
        memory = new ByteArrayOutputStream();
        Path spooled = file;
        OutputStream out = fileOut;
        file = null;
        fileOut = null;
        try {
            if (out != null) {
                out.close();
            }
        } finally {
            if (spooled != null) {
                Files.deleteIfExists(spooled);
            }
        }
    }
}
