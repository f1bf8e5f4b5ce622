/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A connection pooler in transaction mode, on the wire: many clients, few server connections, handed to the next client
 * as soon as the server says that it is idle and no transaction is open. Nothing is reset in between, so that whatever a
 * client leaves in a session meets the next one. Servers are handed out in turn. For servers that trust the test's user.
 */
final class TransactionPooler implements AutoCloseable {
    private final ServerSocket listener;
    private final BlockingQueue<Server> idle = new LinkedBlockingQueue<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    TransactionPooler(int servers) {
        try {
            for (int i = 0; i < servers; i++) {
                idle.add(connect());
            }
            listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    /** Connections through here, with the setting that poolers which do not know prepared statements need. */
    DataSource dataSource() {
        return dataSource("prepareThreshold=0");
    }

    DataSource dataSource(String parameters) {
        return TestServer.dataSourceAt(listener.getLocalPort(), parameters);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listener.accept();
            client.setTcpNoDelay(true);
            open.add(client);
            start(() -> serve(client));
        }
    }

    private void serve(Socket client) throws IOException {
        @Nullable Server[] held = {null};
        try (client) {
            if (Wire.startup(client) != null) {
                greet(client.getOutputStream());
                work(client, held);
            }
        } finally {
            open.remove(client);
            Server left = held[0];
            if (left != null) {
                // A client that hangs up within a transaction leaves it to be rolled back with its server connection.
                left.socket.close();
                open.remove(left.socket);
                idle.add(connect());
            }
        }
    }

    private void work(Socket client, @Nullable Server[] held) throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        ByteArrayOutputStream flight = new ByteArrayOutputStream();
        for (Wire.Message message = Wire.read(in); message != null; message = Wire.read(in)) {
            if (message.type() == 'X') {
                return;
            }
            flight.write(message.bytes());
            if (message.endsFlight()) {
                Server server = held[0] == null ? acquire() : held[0];
                held[0] = server;
                server.socket.getOutputStream().write(flight.toByteArray());
                flight.reset();
                if (server.answer(client.getOutputStream())) {
                    held[0] = null;
                    idle.add(server);
                }
            }
        }
    }

    private Server acquire() throws IOException {
        try {
            Server server = idle.poll(20, TimeUnit.SECONDS);
            if (server == null) {
                throw new IOException("No server connection is handed back.");
            }
            return server;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private void greet(OutputStream out) throws IOException {
        Server server = acquire();
        ByteArrayOutputStream greeting = new ByteArrayOutputStream();
        for (Wire.Message message : server.greeting) {
            greeting.write(message.bytes());
        }
        idle.add(server);
        out.write(greeting.toByteArray());
    }

    private Server connect() throws IOException {
        Socket socket = new Socket(TestServer.host(), TestServer.port());
        socket.setTcpNoDelay(true);
        open.add(socket);
        socket.getOutputStream().write(startup());
        DataInputStream in = new DataInputStream(socket.getInputStream());
        List<Wire.Message> greeting = new ArrayList<>();
        for (Wire.Message message = Wire.read(in); message != null; message = Wire.read(in)) {
            if (message.type() == 'E') {
                throw new IOException("The server refuses the pooler.");
            }
            greeting.add(message);
            if (message.isReady()) {
                return new Server(socket, in, List.copyOf(greeting));
            }
        }
        throw new IOException("The server hung up on the pooler.");
    }

    private static byte[] startup() {
        String parameters = "user\0postgres\0database\0postgres\0client_encoding\0UTF8\0DateStyle\0ISO\0\0";
        byte[] text = parameters.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(8 + text.length)
                .putInt(8 + text.length)
                .putInt(3 << 16)
                .put(text)
                .array();
    }

    private static void start(Step step) {
        Thread thread = new Thread(
                () -> {
                    try {
                        step.run();
                    } catch (IOException e) {
                        // One side has hung up.
                    }
                },
                "transaction-pooler");
        thread.setDaemon(true);
        thread.start();
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    private record Server(Socket socket, DataInputStream in, List<Wire.Message> greeting) {
        /** Passes one flight's answers on; true if no transaction is open after them. */
        private boolean answer(OutputStream client) throws IOException {
            ByteArrayOutputStream answers = new ByteArrayOutputStream();
            for (Wire.Message message = Wire.read(in); message != null; message = Wire.read(in)) {
                answers.write(message.bytes());
                if (message.isReady()) {
                    client.write(answers.toByteArray());
                    return message.isIdle();
                }
            }
            throw new IOException("The server hung up.");
        }
    }
}
