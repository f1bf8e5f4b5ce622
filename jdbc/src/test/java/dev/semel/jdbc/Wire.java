/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** As much of PostgreSQL's protocol 3 as it takes to tell messages apart. */
final class Wire {
    static final char NO_TYPE = 0;
    private static final int SSL_REQUEST = 80877103;
    private static final int GSS_REQUEST = 80877104;

    private Wire() {}

    /** One message: its letter, or {@link #NO_TYPE} for the first one of a client, and all of its bytes. */
    static final class Message {
        private final char type;
        private final byte[] bytes;

        private Message(char type, byte[] bytes) {
            this.type = type;
            this.bytes = bytes;
        }

        char type() {
            return type;
        }

        byte[] bytes() {
            return bytes;
        }

        /** A client's message after which it waits for the server. */
        boolean endsFlight() {
            return type == 'S' || type == 'Q' || type == 'X' || type == 'p';
        }

        /** The driver sends BEGIN ahead of the first statement, without waiting for the answer. */
        boolean isWaitedFor() {
            return type != 'X' && !new String(bytes, StandardCharsets.ISO_8859_1).contains("BEGIN\0");
        }

        /** Ready for query. */
        boolean isReady() {
            return type == 'Z';
        }

        boolean isIdle() {
            return isReady() && bytes[bytes.length - 1] == 'I';
        }
    }

    /** Reads a client's first message, and says no to encryption. */
    static @Nullable Message startup(Socket client) throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        while (true) {
            Message message = body(in, NO_TYPE);
            if (message == null) {
                return null;
            }
            int code = ByteBuffer.wrap(message.bytes()).getInt(4);
            if (code != SSL_REQUEST && code != GSS_REQUEST) {
                return message;
            }
            client.getOutputStream().write('N');
        }
    }

    /** Reads one message; null at the end. */
    static @Nullable Message read(DataInputStream in) throws IOException {
        int type = in.read();
        return type < 0 ? null : body(in, (char) type);
    }

    private static @Nullable Message body(DataInputStream in, char type) throws IOException {
        try {
            int length = in.readInt();
            int head = type == NO_TYPE ? 0 : 1;
            ByteBuffer bytes = ByteBuffer.allocate(head + length);
            if (head == 1) {
                bytes.put((byte) type);
            }
            bytes.putInt(length);
            in.readFully(bytes.array(), head + 4, length - 4);
            return new Message(type, bytes.array());
        } catch (EOFException e) {
            return null;
        }
    }
}
