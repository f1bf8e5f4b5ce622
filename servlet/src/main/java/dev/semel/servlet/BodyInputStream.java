/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;

/** Reads a spooled body. All of it is there, so it is always ready. */
final class BodyInputStream extends ServletInputStream {
    private final InputStream in;
    private final Supplier<AsyncContext> async;
    private boolean finished;

    BodyInputStream(InputStream body, Supplier<AsyncContext> async) throws IOException {
        this.in = new BufferedInputStream(body);
        this.async = async;
        this.in.mark(1);
        this.finished = in.read() < 0;
        this.in.reset();
    }

    @Override
    public int read() throws IOException {
        int b = in.read();
        finished |= b < 0;
        return b;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
        int read = in.read(bytes, offset, count);
        finished |= read < 0;
        return read;
    }

    @Override
    public int available() throws IOException {
        return in.available();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    @Override
    public boolean isFinished() {
        return finished;
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
        async.get().start(() -> {
            try {
                while (!finished) {
                    listener.onDataAvailable();
                }
                listener.onAllDataRead();
            } catch (IOException | RuntimeException e) {
                listener.onError(e);
            }
        });
    }
}
