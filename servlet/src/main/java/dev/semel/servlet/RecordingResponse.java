/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import dev.semel.http.HeaderField;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Takes all that a handler does to its response and touches the real one not at all, until {@link #send} or until the
 * body must be streamed.
 *
 * <p>It counts as committed once the handler flushes, redirects or reports an error: later changes of status and headers
 * are then ignored, as a server does, although nothing has left. A flush alone lets nothing through, because message
 * converters flush after every answer; a stream of events does, and what exceeds the limit.
 */
final class RecordingResponse extends HeaderRecordingResponse {
    private final ResponseBuffer buffer;
    private final boolean mayStream;
    private final ServletOutputStream out;
    private final List<Cookie> cookies = new ArrayList<>();
    private @Nullable PrintWriter writer;
    private boolean streamTaken;
    private OptionalInt error = OptionalInt.empty();
    private long announcedLength = -1;
    private boolean draining;
    private @Nullable ClientStream client;

    /**
     * @param target the real response
     * @param place how much is kept in memory, and where the rest
     * @param mayStream whether bytes may leave before the record is written
     * @param out makes the handler's stream
     */
    RecordingResponse(HttpServletResponse target, SpoolPlace place, boolean mayStream, StreamFactory out) {
        super(target);
        this.buffer = new ResponseBuffer(place, mayStream ? this::open : null);
        this.mayStream = mayStream;
        this.out = out.create(this);
    }

    /** Makes the handler's stream over this response. */
    @FunctionalInterface
    interface StreamFactory {
        ServletOutputStream create(RecordingResponse response);
    }

    void write(byte[] bytes, int offset, int count) throws IOException {
        if (error.isPresent()) {
            return;
        }
        if (mayStream && contentType().isEventStream()) {
            buffer.letThrough();
        }
        buffer.write(bytes, offset, count);
    }

    void flushHeld() throws IOException {
        if (draining) {
            return;
        }
        commit();
        if (mayStream && contentType().isEventStream()) {
            buffer.letThrough();
        }
        buffer.flushDirect();
    }

    @Override
    public ServletOutputStream getOutputStream() {
        if (writer != null) {
            throw new IllegalStateException("getWriter() was called before on this response.");
        }
        streamTaken = true;
        return out;
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        if (streamTaken) {
            throw new IllegalStateException("getOutputStream() was called before on this response.");
        }
        if (writer == null) {
            writer = new PrintWriter(new OutputStreamWriter(out, fixCharset()));
        }
        return writer;
    }

    @Override
    boolean isCharsetFixed() {
        return writer != null || isCommitted();
    }

    @Override
    public void flushBuffer() throws IOException {
        drainWriter();
        flushHeld();
    }

    @Override
    public void reset() {
        resetBuffer();
        clearHeaders();
        cookies.clear();
        writer = null;
        streamTaken = false;
    }

    @Override
    public void resetBuffer() {
        if (isCommitted()) {
            throw new IllegalStateException("The response is committed.");
        }
        try {
            drainWriter();
            buffer.clear();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void sendError(int status, @Nullable String message) {
        sendError(status);
    }

    @Override
    public void sendError(int status) {
        resetBuffer();
        setStatus(status);
        error = OptionalInt.of(status);
        commit();
    }

    @Override
    public void sendRedirect(String location) {
        sendRedirect(location, SC_FOUND, true);
    }

    @Override
    public void sendRedirect(String location, int status, boolean clearBuffer) {
        if (clearBuffer) {
            resetBuffer();
        } else if (isCommitted()) {
            throw new IllegalStateException("The response is committed.");
        }
        setStatus(status);
        setHeader("Location", location);
        commit();
    }

    @Override
    public void addCookie(Cookie cookie) {
        if (!isCommitted()) {
            cookies.add((Cookie) cookie.clone());
        }
    }

    @Override
    public void setContentLength(int length) {
        announcedLength = length;
    }

    @Override
    public void setContentLengthLong(long length) {
        announcedLength = length;
    }

    /** The status that the handler reported by {@code sendError}. */
    OptionalInt error() {
        return error;
    }

    boolean isStreaming() {
        return buffer.isStreaming();
    }

    /** Whether the client went away while the answer was streamed to it. */
    boolean isClientGone() {
        return client != null && client.isGone();
    }

    /** Whether a failure of the handler is only that its stream of events has lost its client. */
    boolean isEndOfEvents(Throwable failure) {
        return client != null && client.isCauseOf(failure);
    }

    boolean isOverLimit() {
        return buffer.isStreaming() || buffer.isOverLimit();
    }

    /** Whether there is more of it than may be held back, so that it cannot be sent. */
    boolean isOverflowed() {
        return buffer.isOverflowed();
    }

    boolean isEventStream() {
        return contentType().isEventStream();
    }

    /** The body, if it is all in memory. */
    byte[] body() {
        return buffer.toArray();
    }

    /** Ends the handler's writing. */
    void finish() throws IOException {
        drainWriter();
        commit();
    }

    /** Sends what was held back, with further header lines; what was streamed is gone already. */
    void send(List<HeaderField> more) throws IOException {
        if (buffer.isStreaming()) {
            buffer.flushDirect();
            return;
        }
        HttpServletResponse target = target();
        applyTo(target);
        more.forEach(field -> target.setHeader(field.name(), field.value()));
        if (error.isPresent()) {
            target.sendError(error.getAsInt());
            return;
        }
        boolean bodiless = getStatus() == SC_NO_CONTENT || getStatus() == SC_NOT_MODIFIED;
        if (!bodiless) {
            target.setContentLengthLong(buffer.length());
            buffer.writeTo(target.getOutputStream());
        }
    }

    void discard() throws IOException {
        buffer.clear();
    }

    private OutputStream open() throws IOException {
        commit();
        HttpServletResponse target = target();
        applyTo(target);
        if (announcedLength >= 0) {
            target.setContentLengthLong(announcedLength);
        }
        OutputStream real = target.getOutputStream();
        ClientStream opened = isEventStream() ? ClientStream.telling(real) : ClientStream.hiding(real);
        client = opened;
        return opened;
    }

    @Override
    void applyTo(HttpServletResponse target) {
        super.applyTo(target);
        cookies.forEach(target::addCookie);
    }

    /** Takes what the writer's encoder still holds; unlike a flush of the handler's it commits nothing. */
    private void drainWriter() {
        if (writer != null) {
            draining = true;
            writer.flush();
            draining = false;
        }
    }
}
