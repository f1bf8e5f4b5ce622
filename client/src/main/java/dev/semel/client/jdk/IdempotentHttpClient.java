/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client.jdk;

import dev.semel.client.IdempotentSender;
import dev.semel.client.KeySource;
import dev.semel.client.SendResult;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/**
 * The JDK's HTTP client with one key per call. Safe for use by many threads.
 *
 * <pre>{@code
 * IdempotentSender sender = IdempotentSender.builder("payments").build();
 * IdempotentHttpClient payments = new IdempotentHttpClient(HttpClient.newHttpClient(), sender);
 *
 * SendResult<HttpResponse<String>> result =
 *         payments.send(request, BodyHandlers.ofString(), KeySource.journaled(journal, "order-42"));
 * }</pre>
 *
 * <p>A body of known length up to {@value JdkExchange#REPEATABLE_BYTES} bytes is read once and sent again as the same
 * bytes. Any other is sent once, since nothing tells whether its publisher gives the same again. The body handler is
 * applied to each answer; what it makes of one that is not the last is closed if it can be.
 */
public final class IdempotentHttpClient {
    private final HttpClient client;
    private final IdempotentSender sender;

    /**
     * Wraps a client.
     *
     * @param client one that does not follow redirects, which is the JDK's default: by itself it would send the key to
     *     whatever address it is told
     * @param sender the target's rules
     * @throws IllegalArgumentException if the client follows redirects
     */
    public IdempotentHttpClient(HttpClient client, IdempotentSender sender) {
        if (client.followRedirects() != HttpClient.Redirect.NEVER) {
            throw new IllegalArgumentException(
                    "Give a client that never follows redirects; where a redirect may lead is"
                            + " the sender's to decide, see SendRules.withRedirectsTo.");
        }
        this.client = client;
        this.sender = Objects.requireNonNull(sender, "sender");
    }

    /**
     * Sends with a key of the sender's source, or with the one that the request carries.
     *
     * @param <T> the type of the body
     * @param request the request
     * @param handler applied to each answer
     * @return what became of it
     */
    public <T> SendResult<HttpResponse<T>> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        return sender.send(new JdkExchange<>(client, request, handler), null);
    }

    /**
     * Sends with a key of this call's own.
     *
     * @param <T> the type of the body
     * @param request the request
     * @param handler applied to each answer
     * @param keys asked once
     * @return what became of it
     * @throws IllegalArgumentException if the request carries another key
     */
    public <T> SendResult<HttpResponse<T>> send(
            HttpRequest request, HttpResponse.BodyHandler<T> handler, KeySource keys) {
        return sender.send(new JdkExchange<>(client, request, handler), Objects.requireNonNull(keys, "keys"));
    }

    /**
     * As {@link #send(HttpRequest, HttpResponse.BodyHandler)} without waiting; the sender needs a scheduler.
     *
     * @param <T> the type of the body
     * @param request the request
     * @param handler applied to each answer
     * @return what became of it
     */
    public <T> CompletionStage<SendResult<HttpResponse<T>>> sendAsync(
            HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        return sender.sendAsync(new JdkExchange<>(client, request, handler), null);
    }

    /**
     * As {@link #send(HttpRequest, HttpResponse.BodyHandler, KeySource)} without waiting; the sender needs a scheduler.
     *
     * @param <T> the type of the body
     * @param request the request
     * @param handler applied to each answer
     * @param keys asked once
     * @return what became of it
     */
    public <T> CompletionStage<SendResult<HttpResponse<T>>> sendAsync(
            HttpRequest request, HttpResponse.BodyHandler<T> handler, KeySource keys) {
        return sender.sendAsync(new JdkExchange<>(client, request, handler), Objects.requireNonNull(keys, "keys"));
    }
}
