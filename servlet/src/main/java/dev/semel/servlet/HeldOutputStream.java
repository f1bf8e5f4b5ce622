/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.function.Supplier;

/** The handler's stream; it never blocks the handler as long as it is held back, so it is always ready. */
final class HeldOutputStream extends ServletOutputStream {
    private final RecordingResponse response;
    private final Supplier<AsyncContext> async;

    HeldOutputStream(RecordingResponse response, Supplier<AsyncContext> async) {
        this.response = response;
        this.async = async;
    }

    @Override
    public void write(int b) throws IOException {
        response.write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        response.write(bytes, offset, count);
    }

    @Override
    public void flush() throws IOException {
        response.flushHeld();
    }

    @Override
    public void close() throws IOException {
        flush();
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
        async.get().start(() -> {
            try {
                listener.onWritePossible();
            } catch (IOException | RuntimeException e) {
                listener.onError(e);
            }
        });
    }
}
