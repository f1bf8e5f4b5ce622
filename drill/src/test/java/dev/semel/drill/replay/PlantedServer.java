/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.replay;

import dev.semel.drill.Target;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A service over real sockets that makes orders, behind a layer with a planted fault. */
public final class PlantedServer implements AutoCloseable {
    /** What stands before the handler. */
    public enum Layer {
        /** Executes once a key, refuses duplicates in flight, and marks replays. */
        RIGHT,
        /** None. */
        NONE,
        /** None, and the handler answers the same each time. */
        CONSTANT,
        /** Forgets a key whose client hung up. */
        FORGETS_ON_CUT,
        /** Remembers answers, but claims nothing before it executes. */
        RACES,
        /** Remembers the last key only. */
        ONE_KEY,
        /** Answers nothing but 404. */
        REFUSES
    }

    /** A request as it came. */
    public record Seen(String line, List<String> headers, String body) {
        public String header(String name) {
            return headers.stream()
                    .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }
    }

    private final Layer layer;
    private final ServerSocket socket;
    private final Thread acceptor;
    private final AtomicInteger effects = new AtomicInteger();
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final Map<String, CountDownLatch> arrivals = new ConcurrentHashMap<>();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private volatile String lastKey = "";

    public PlantedServer(Layer layer) {
        this.layer = layer;
        try {
            socket = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        acceptor = daemon(this::accept);
    }

    public Target target() {
        return Target.parse("http://127.0.0.1:" + socket.getLocalPort());
    }

    public int effects() {
        return effects.get();
    }

    public List<Seen> seen() {
        return seen;
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "planted");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                daemon(() -> serve(connection));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            String line = line(in);
            if (line.isEmpty()) {
                return;
            }
            List<String> headers = new ArrayList<>();
            for (String header = line(in); !header.isEmpty(); header = line(in)) {
                headers.add(header);
            }
            Seen bare = new Seen(line, headers, "");
            String length = bare.header("Content-Length");
            byte[] body = in.readNBytes(length.isEmpty() ? 0 : Integer.parseInt(length));
            Seen request = new Seen(line, headers, new String(body, StandardCharsets.UTF_8));
            String answer = line.startsWith("GET ") ? counter() : answer(request, connection);
            connection.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
            connection.getOutputStream().flush();
        } catch (IOException | InterruptedException e) {
            // the client has gone
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.append((char) next);
        }
        return line.toString().strip();
    }

    private String counter() {
        return answer("200 OK", "", "{\"shop\":{\"orders\":" + effects.get() + "}}");
    }

    private static String answer(String status, String lines, String body) {
        return "HTTP/1.1 " + status + "\r\nConnection: close\r\nContent-Length: " + body.length() + "\r\n" + lines
                + "\r\n" + body;
    }

    private String answer(Seen request, Socket connection) throws IOException, InterruptedException {
        seen.add(request);
        String key = request.header("Idempotency-Key");
        if (layer == Layer.REFUSES) {
            return answer("404 Not Found", "", "");
        }
        if (layer == Layer.NONE || layer == Layer.CONSTANT) {
            return execute();
        }
        if (layer == Layer.RACES) {
            return racing(key);
        }
        if (layer == Layer.ONE_KEY && !key.equals(lastKey)) {
            answers.clear();
            lastKey = key;
        }
        String old = answers.putIfAbsent(key, "");
        if (old != null) {
            return old.isEmpty() ? answer("409 Conflict", "", "") : marked(old);
        }
        String answer = execute();
        answers.put(key, answer);
        if (layer == Layer.FORGETS_ON_CUT && hasGone(connection)) {
            answers.remove(key);
        }
        return answer;
    }

    private static String marked(String answer) {
        return answer.replaceFirst("\r\n", "\r\nIdempotency-Replayed: true\r\n");
    }

    /** Both of two parallel requests look before either has executed. */
    private String racing(String key) throws InterruptedException {
        String old = answers.get(key);
        if (old != null) {
            return marked(old);
        }
        CountDownLatch both = arrivals.computeIfAbsent(key, any -> new CountDownLatch(2));
        both.countDown();
        boolean met = both.await(300, TimeUnit.MILLISECONDS);
        String answer = execute();
        answers.put(key, answer);
        return met ? answer : answers.get(key);
    }

    private static boolean hasGone(Socket connection) throws IOException {
        connection.setSoTimeout(50);
        try {
            return connection.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    private String execute() {
        int id = effects.incrementAndGet();
        return layer == Layer.CONSTANT
                ? answer("200 OK", "", "{\"ok\":true}")
                : answer("201 Created", "Location: /orders/" + id + "\r\n", "{\"id\":" + id + "}");
    }

    /** As a server that dies. The port is closed only when nobody waits in accept any more. */
    public void stop() {
        close();
    }

    @Override
    public void close() {
        try {
            socket.close();
            acceptor.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
