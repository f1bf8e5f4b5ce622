/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A server that answers each connection as badly as it is told to. */
public final class HostileServer implements AutoCloseable {
    private final ServerSocket socket;

    /** What it does with a connection, after the first bytes of the request. */
    @FunctionalInterface
    public interface Manner {
        void answer(String requestLine, OutputStream out) throws IOException;
    }

    public HostileServer(Manner manner) {
        try {
            socket = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(() -> accept(manner));
    }

    private void accept(Manner manner) {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                daemon(() -> serve(connection, manner));
            } catch (IOException e) {
                return;
            }
        }
    }

    private static void serve(Socket connection, Manner manner) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            StringBuilder line = new StringBuilder();
            for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
                line.append((char) b);
            }
            manner.answer(line.toString().strip(), connection.getOutputStream());
        } catch (IOException e) {
            // the drill has gone, as it may
        }
    }

    /** Sends without end, until the drill has enough. */
    public static void forever(OutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        while (true) {
            out.write(bytes);
        }
    }

    public static void send(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "hostile");
        thread.setDaemon(true);
        thread.start();
    }

    public Target target() {
        return new Target("127.0.0.1", socket.getLocalPort(), false, "");
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
