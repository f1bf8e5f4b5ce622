/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to a client that may go away. What is written afterwards goes nowhere, so that the handler comes to the same end
 * and the record is the same as with a client that stays.
 *
 * <p>A stream of events may have no other end: there the handler is told by the exception, and what it throws because of
 * it is no failure of its own.
 */
final class ClientStream extends OutputStream {
    private static final Logger LOG = LoggerFactory.getLogger(ClientStream.class);

    /** Causes may go in a circle. */
    private static final int LONGEST_CHAIN = 100;

    private final OutputStream target;
    private final boolean telling;
    private volatile @Nullable IOException gone;

    private ClientStream(OutputStream target, boolean telling) {
        this.target = target;
        this.telling = telling;
    }

    static ClientStream hiding(OutputStream target) {
        return new ClientStream(target, false);
    }

    static ClientStream telling(OutputStream target) {
        return new ClientStream(target, true);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        Objects.checkFromIndexSize(offset, count, bytes.length);
        attempt(() -> target.write(bytes, offset, count));
    }

    @Override
    public void flush() throws IOException {
        attempt(target::flush);
    }

    /** Writes to the client. */
    private interface Writing {
        void run() throws IOException;
    }

    private void attempt(Writing writing) throws IOException {
        IOException before = gone;
        if (before != null) {
            if (telling) {
                throw new IOException("The client has gone away.", before);
            }
            return;
        }
        try {
            writing.run();
        } catch (IOException e) {
            lose(e);
        } catch (RuntimeException e) {
            // a server that has noticed first, on a thread of its own, has taken its stream apart: Tomcat throws a
            // NullPointerException then
            lose(new IOException("The server has given up on the connection.", e));
        }
    }

    private void lose(IOException e) throws IOException {
        gone = e;
        LOG.debug("The client went away while its answer was streamed.", e);
        if (telling) {
            throw e;
        }
    }

    boolean isGone() {
        return gone != null;
    }

    /** Whether a handler threw this because it was told. */
    boolean isCauseOf(Throwable failure) {
        Throwable link = failure;
        for (int depth = 0; telling && link != null && depth < LONGEST_CHAIN; depth++) {
            if (link == gone) {
                return true;
            }
            link = link.getCause();
        }
        return false;
    }
}
