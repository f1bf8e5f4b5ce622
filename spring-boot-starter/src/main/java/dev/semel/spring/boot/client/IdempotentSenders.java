/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot.client;

import dev.semel.client.IdempotentSender;
import dev.semel.spring.boot.ClientProperties;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BiFunction;

/**
 * The senders of {@code semel.client.default} and {@code semel.client.targets}, made at start. Safe for use by many
 * threads.
 *
 * <pre>{@code
 * RestClient payments = builder.baseUrl(address)
 *         .requestInterceptor(new IdempotentInterceptor(senders.of("payments")))
 *         .build();
 * }</pre>
 */
public final class IdempotentSenders implements AutoCloseable {
    private final Map<String, IdempotentSender> senders = new TreeMap<>();
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "semel-client");
        thread.setDaemon(true);
        return thread;
    });

    /** Asks for each sender once; the scheduler starts the retries of asynchronous clients. */
    IdempotentSenders(
            ClientProperties properties, BiFunction<String, ScheduledExecutorService, IdempotentSender> factory) {
        try {
            TreeSet<String> names = new TreeSet<>(properties.targets().keySet());
            names.add(ClientProperties.DEFAULT);
            names.forEach(name -> senders.put(name, factory.apply(name, scheduler)));
        } catch (RuntimeException e) {
            scheduler.shutdown();
            throw e;
        }
    }

    /**
     * The sender of a target.
     *
     * @param target its name in {@code semel.client.targets}, or {@code default}
     * @return the sender
     * @throws IllegalArgumentException if there is no such target
     */
    public IdempotentSender of(String target) {
        Objects.requireNonNull(target, "target");
        IdempotentSender sender = senders.get(target);
        if (sender == null) {
            throw new IllegalArgumentException(
                    "There is no semel.client.targets." + target + "; there are " + senders.keySet() + ".");
        }
        return sender;
    }

    /** Starts no more retries of asynchronous clients; Spring calls it. */
    @Override
    public void close() {
        scheduler.shutdownNow();
    }
}
