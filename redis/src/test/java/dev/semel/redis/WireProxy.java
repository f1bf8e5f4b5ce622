/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the client and a server, counts flights (what the client sends until it hears from the server), and loses
 * or delays the next one that contains a given text.
 */
final class WireProxy implements AutoCloseable {
    /** What becomes of a flight. */
    enum Fate {
        /** The server never sees it; the client sees its connection cut. */
        LOSE_REQUEST,
        /** The server works on it, and the client sees its connection cut instead of the answer. */
        LOSE_ANSWER,
        /** The client sees its connection cut, and the server sees the flight later. */
        DELAY
    }

    private record Plan(String text, Fate fate, Runnable meanwhile) {}

    private final ServerSocket listener;
    private volatile int server;
    private final AtomicInteger flights = new AtomicInteger();
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Plan plan;
    private volatile CompletableFuture<Boolean> delayed = new CompletableFuture<>();
    private volatile CompletableFuture<Boolean> landed = new CompletableFuture<>();

    WireProxy(int server) {
        this.server = server;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    int flights() {
        return flights.get();
    }

    void next(String text, Fate fate) {
        next(text, fate, () -> {});
    }

    /** Does something before the client sees its connection cut instead of the answer. */
    void next(String text, Fate fate, Runnable meanwhile) {
        delayed = new CompletableFuture<>();
        landed = new CompletableFuture<>();
        plan = new Plan(text, fate, meanwhile);
    }

    /** Lets the server see a flight that was delayed, and waits until it has answered. */
    void arrive() {
        delayed.complete(true);
        landed.join();
    }

    /** Breaks all connections; new ones go to another server, as after a failover. */
    void failOverTo(int other) throws IOException {
        server = other;
        cut();
    }

    private void cut() throws IOException {
        for (Socket socket = sockets.poll(); socket != null; socket = sockets.poll()) {
            socket.close();
        }
    }

    @Override
    public void close() throws IOException {
        delayed.complete(true);
        listener.close();
        cut();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listener.accept();
            Socket target = new Socket(InetAddress.getLoopbackAddress(), server);
            target.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            sockets.add(client);
            sockets.add(target);
            Link link = new Link(client, target);
            start(link::pumpAnswers);
            start(link::pumpFlights);
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
        private static final int CHUNK = 1 << 16;

        private final Socket client;
        private final Socket target;
        private volatile boolean answered = true;
        private volatile @Nullable Runnable losing;

        private Link(Socket client, Socket target) {
            this.client = client;
            this.target = target;
        }

        private void pumpAnswers() throws IOException {
            byte[] chunk = new byte[CHUNK];
            for (int read = target.getInputStream().read(chunk);
                    read >= 0;
                    read = target.getInputStream().read(chunk)) {
                Runnable meanwhile = losing;
                if (meanwhile != null) {
                    meanwhile.run();
                    landed.complete(true);
                    client.close();
                    target.close();
                    return;
                }
                answered = true;
                client.getOutputStream().write(chunk, 0, read);
            }
            client.close();
        }

        private void pumpFlights() throws IOException {
            byte[] chunk = new byte[CHUNK];
            for (int read = client.getInputStream().read(chunk);
                    read >= 0;
                    read = client.getInputStream().read(chunk)) {
                if (answered) {
                    flights.incrementAndGet();
                }
                answered = false;
                if (!send(Arrays.copyOf(chunk, read))) {
                    return;
                }
            }
            target.close();
        }

        /** False if that was the end. */
        private boolean send(byte[] flight) throws IOException {
            Plan now = plan;
            if (now == null || !new String(flight, StandardCharsets.ISO_8859_1).contains(now.text())) {
                target.getOutputStream().write(flight);
                return true;
            }
            plan = null;
            if (now.fate() == Fate.LOSE_REQUEST) {
                client.close();
                target.close();
                return false;
            }
            losing = now.meanwhile();
            if (now.fate() == Fate.DELAY) {
                client.close();
                delayed.join();
            }
            target.getOutputStream().write(flight);
            return false;
        }
    }
}
