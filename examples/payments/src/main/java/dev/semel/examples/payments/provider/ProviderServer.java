/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.provider;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The card provider as a running HTTP server.
 *
 * <p>{@code POST /charges} and {@code POST /refunds} move money and honour an {@code Idempotency-Key} header; without
 * one, each request moves money again. {@code GET /charges} and {@code GET /refunds} list what the ledger holds.
 * {@code GET} and {@code PUT /faults} show and set the {@link Faults}, which touch the two {@code POST}s only.
 *
 * <p>Order within a {@code POST}: unavailable (503, no effect) → checks (400, 402, 413, 422, no effect) → effect, on
 * disk → delay → answer, or a cut connection. A delayed answer waits on a timer and holds no thread. All methods are safe
 * for many threads.
 */
public final class ProviderServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ProviderServer.class);

    private static final int THREADS = 32;
    private static final int BACKLOG = 512;

    private final JsonMapper json;
    private final Ledger ledger;
    private final FaultPlan faults = new FaultPlan();
    private final ProviderApi api;
    private final HttpServer http;
    private final ExecutorService workers;
    private final ScheduledExecutorService timer;

    private ProviderServer(InetSocketAddress address, JsonMapper json, Ledger ledger) throws IOException {
        // Without it each small answer on a kept connection waits for the client's delayed ACK, about 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        this.json = json;
        this.ledger = ledger;
        this.api = new ProviderApi(ledger, faults, new RequestReader(json));
        this.http = HttpServer.create(address, BACKLOG);
        this.workers = Executors.newFixedThreadPool(THREADS, task -> new Thread(task, "provider"));
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "provider-delay"));
    }

    /**
     * Opens the ledger and starts to serve.
     *
     * @param address where to listen; port 0 takes a free one
     * @param ledgerFile is created if absent; its folder must exist
     * @param clock gives the times in the ledger
     * @throws LedgerException if the ledger is damaged or in use
     * @throws IOException if the address cannot be bound
     */
    public static ProviderServer start(InetSocketAddress address, Path ledgerFile, InstantSource clock)
            throws IOException {
        var json = JsonMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        var ledger = Ledger.open(ledgerFile, json, clock);
        try {
            var server = new ProviderServer(address, json, ledger);
            server.serve();
            return server;
        } catch (IOException e) {
            ledger.close();
            throw e;
        }
    }

    /** The port it listens on. */
    public int port() {
        return http.getAddress().getPort();
    }

    /** Stops listening, drops answers still delayed, and closes the ledger; calling it again does nothing. */
    @Override
    public void close() {
        http.stop(0);
        timer.shutdownNow();
        workers.shutdown();
        ledger.close();
    }

    private void serve() {
        http.setExecutor(workers);
        http.createContext("/", this::handle);
        http.start();
    }

    private void handle(HttpExchange exchange) {
        try {
            var answer = api.answer(exchange);
            if (answer.body() instanceof LedgerView) {
                deliverAfterEffect(exchange, answer);
            } else {
                send(exchange, answer);
            }
        } catch (RefusedException e) {
            send(exchange, Answer.problem(e.status(), "Refused", e.detail()));
        } catch (LedgerException e) {
            log.error("The ledger failed", e);
            send(exchange, Answer.problem(500, "Ledger failure", "the ledger could not be written"));
        } catch (IOException e) {
            log.debug("The request could not be read", e);
            exchange.close();
        } catch (RuntimeException e) {
            log.error("A request failed", e);
            send(exchange, Answer.problem(500, "Failure", "the provider failed"));
        }
    }

    private void deliverAfterEffect(HttpExchange exchange, Answer answer) {
        boolean lost = faults.takeLostAnswer();
        Runnable delivery = () -> {
            if (lost) {
                exchange.close();
            } else {
                send(exchange, answer);
            }
        };
        int delay = faults.present().delayMillis();
        if (delay == 0) {
            delivery.run();
        } else {
            var unused = timer.schedule(delivery, delay, TimeUnit.MILLISECONDS);
        }
    }

    private void send(HttpExchange exchange, Answer answer) {
        try (exchange) {
            var bytes = json.writeValueAsBytes(answer.body());
            exchange.getResponseHeaders().set("Content-Type", answer.contentType());
            if (answer.status() == 503) {
                exchange.getResponseHeaders().set("Retry-After", "1");
            }
            exchange.sendResponseHeaders(answer.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (IOException e) {
            log.debug("The caller did not wait for its answer", e);
        }
    }
}
