/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.endpoint;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.semel.drill.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** A service that takes money once per key, or has one bug. */
final class Till implements AutoCloseable {
    /** What is wrong with it. */
    enum Bug {
        NONE,
        NO_LAYER,
        FORGETS_WHEN_THE_CLIENT_LEAVES,
        REMEMBERS_TOO_LATE,
        TAKES_ANOTHER_PAYLOAD,
        REPLAYS_FOR_ANOTHER_PAYLOAD,
        ANSWERS_ANEW,
        TAKES_HALF_REQUESTS,
        COUNTS_NOTHING,
        COUNTS_FOR_NOBODY
    }

    private record Taken(String payload, String answer) {}

    private static final Taken RUNNING = new Taken("", "");
    private static final long WORK_NANOS = 15_000_000;
    /** For bugs that show while it works: long enough that a busy machine gets there meanwhile. */
    private static final long LONG_WORK_NANOS = 250_000_000;

    private static final Set<Bug> SHOWN_AT_WORK =
            EnumSet.of(Bug.FORGETS_WHEN_THE_CLIENT_LEAVES, Bug.REMEMBERS_TOO_LATE);

    private final Bug bug;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Taken> records = new ConcurrentHashMap<>();
    private final List<String> effects = new CopyOnWriteArrayList<>();

    Till(Bug bug) {
        this.bug = bug;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/payments", this::serve);
        server.setExecutor(threads);
        server.start();
    }

    Target target() {
        return new Target("127.0.0.1", server.getAddress().getPort(), false, "");
    }

    long effects() {
        return effects.size();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (exchange.getRequestMethod().equals("GET")) {
                list(exchange);
            } else {
                pay(exchange);
            }
        }
    }

    private void list(HttpExchange exchange) throws IOException {
        String wanted = exchange.getRequestURI().getQuery() == null
                ? ""
                : exchange.getRequestURI().getQuery().substring("ref=".length());
        List<String> found =
                effects.stream().filter(each -> each.contains(wanted)).toList();
        switch (bug) {
            case COUNTS_NOTHING -> answer(exchange, 200, "[]");
            case COUNTS_FOR_NOBODY -> answer(exchange, 403, "no");
            default -> answer(exchange, 200, "[" + String.join(",", found) + "]");
        }
    }

    private void pay(HttpExchange exchange) throws IOException {
        String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        String payload = payload(exchange);
        if (key == null) {
            answer(exchange, 400, "a key is required");
            return;
        }
        Taken before = bug == Bug.NO_LAYER ? null : records.get(key);
        if (before == null && bug != Bug.REMEMBERS_TOO_LATE && bug != Bug.NO_LAYER) {
            before = records.putIfAbsent(key, RUNNING);
        }
        if (before == null) {
            first(exchange, key, payload);
        } else if (before.equals(RUNNING)) {
            answer(exchange, 409, "running");
        } else {
            again(exchange, before, payload);
        }
    }

    private String payload(HttpExchange exchange) throws IOException {
        try {
            return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            if (bug == Bug.TAKES_HALF_REQUESTS) {
                effects.add("\"half\"");
            }
            throw e;
        }
    }

    private void first(HttpExchange exchange, String key, String payload) throws IOException {
        LockSupport.parkNanos(SHOWN_AT_WORK.contains(bug) ? LONG_WORK_NANOS : WORK_NANOS);
        effects.add(payload);
        String answer = "{\"id\":\"" + UUID.randomUUID() + "\"}";
        records.put(key, new Taken(payload, answer));
        try {
            answer(exchange, 201, answer);
        } catch (IOException e) {
            if (bug == Bug.FORGETS_WHEN_THE_CLIENT_LEAVES) {
                records.remove(key);
            }
            throw e;
        }
    }

    private void again(HttpExchange exchange, Taken before, String payload) throws IOException {
        boolean same = before.payload().equals(payload);
        if (bug == Bug.TAKES_ANOTHER_PAYLOAD && !same) {
            effects.add(payload);
            answer(exchange, 422, "but taken");
        } else if (!same && bug != Bug.REPLAYS_FOR_ANOTHER_PAYLOAD) {
            answer(exchange, 422, "another payload");
        } else {
            answer(exchange, 201, bug == Bug.ANSWERS_ANEW ? "{\"id\":\"" + UUID.randomUUID() + "\"}" : before.answer());
        }
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
