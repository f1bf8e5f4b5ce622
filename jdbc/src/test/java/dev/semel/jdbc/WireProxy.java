/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the driver and the server, counts flights (what the driver sends before it waits), and loses or delays
 * the next flight that contains a given text.
 */
final class WireProxy implements AutoCloseable {
    /** What becomes of a flight. */
    enum Fate {
        /** The server never sees it; the client sees its connection cut. */
        LOSE_REQUEST,
        /** The server works on it, and the client sees its connection cut instead of the answer. */
        LOSE_ANSWER,
        /** The client sees its connection cut, and the server sees the flight later. */
        DELAY,
        /** Nobody hears anything any more, and nothing is cut. */
        STALL
    }

    private record Plan(String text, Fate fate) {}

    private final ServerSocket listener;
    private final AtomicInteger flights = new AtomicInteger();
    private volatile @Nullable Plan plan;
    private volatile CompletableFuture<Boolean> delayed = new CompletableFuture<>();

    WireProxy() {
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    /** New connections through here; statements go by their text, so that it can be found. */
    DataSource dataSource() {
        return TestServer.dataSourceAt(listener.getLocalPort(), "prepareThreshold=0");
    }

    int flights() {
        return flights.get();
    }

    void next(String text, Fate fate) {
        delayed = new CompletableFuture<>();
        plan = new Plan(text, fate);
    }

    /** Lets the server see a flight that was delayed. */
    void arrive() {
        delayed.complete(true);
    }

    @Override
    public void close() throws IOException {
        arrive();
        listener.close();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listener.accept();
            start(() -> serve(client));
        }
    }

    private void serve(Socket client) throws IOException {
        try (client;
                Socket server = new Socket(TestServer.host(), TestServer.port())) {
            server.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            Link link = new Link(client, server);
            Wire.Message startup = Wire.startup(client);
            if (startup != null) {
                server.getOutputStream().write(startup.bytes());
                start(link::pumpAnswers);
                link.pumpFlights();
            }
        }
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
                "wire-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    private final class Link {
        private final Socket client;
        private final Socket server;
        private volatile boolean losing;

        private Link(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        private void pumpAnswers() throws IOException {
            DataInputStream in = new DataInputStream(server.getInputStream());
            for (Wire.Message message = Wire.read(in); message != null; message = Wire.read(in)) {
                if (!losing) {
                    client.getOutputStream().write(message.bytes());
                } else if (message.isReady()) {
                    server.close();
                    client.close();
                }
            }
            client.close();
        }

        private void pumpFlights() throws IOException {
            DataInputStream in = new DataInputStream(client.getInputStream());
            ByteArrayOutputStream flight = new ByteArrayOutputStream();
            for (Wire.Message message = Wire.read(in); message != null; message = Wire.read(in)) {
                flight.write(message.bytes());
                if (message.endsFlight()) {
                    flights.addAndGet(message.isWaitedFor() ? 1 : 0);
                    if (!send(flight.toByteArray())) {
                        return;
                    }
                    flight.reset();
                }
            }
        }

        /** False if that was the end. */
        private boolean send(byte[] flight) throws IOException {
            Plan now = plan;
            boolean planned = now != null && new String(flight, StandardCharsets.ISO_8859_1).contains(now.text());
            if (now == null || !planned) {
                server.getOutputStream().write(flight);
                return true;
            }
            plan = null;
            if (now.fate() == Fate.LOSE_REQUEST) {
                return false;
            }
            losing = true;
            if (now.fate() == Fate.DELAY) {
                client.close();
            }
            if (now.fate() != Fate.LOSE_ANSWER) {
                delayed.join();
            }
            server.getOutputStream().write(flight);
            return new DataInputStream(client.getInputStream()).read() >= 0;
        }
    }
}
