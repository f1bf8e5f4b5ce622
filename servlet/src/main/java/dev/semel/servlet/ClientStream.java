/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import java.io.IOException;
import java.io.OutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to a client that may go away. What is written afterwards goes nowhere, so that the handler comes to the same end
 * and the record is the same as with a client that stays.
 */
final class ClientStream extends OutputStream {
    private static final Logger LOG = LoggerFactory.getLogger(ClientStream.class);

    private final OutputStream target;
    private boolean gone;

    ClientStream(OutputStream target) {
        this.target = target;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) {
        if (!gone) {
            try {
                target.write(bytes, offset, count);
            } catch (IOException e) {
                gone(e);
            }
        }
    }

    @Override
    public void flush() {
        if (!gone) {
            try {
                target.flush();
            } catch (IOException e) {
                gone(e);
            }
        }
    }

    private void gone(IOException e) {
        gone = true;
        LOG.debug("The client went away while its answer was streamed.", e);
    }

    boolean isGone() {
        return gone;
    }
}
