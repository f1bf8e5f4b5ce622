/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client.feign;

import dev.semel.client.IdempotentSender;
import dev.semel.client.SendException;
import dev.semel.client.SendResult;
import feign.Client;
import feign.Request;
import feign.Response;
import java.io.UncheckedIOException;
import java.util.Objects;

/**
 * Gives each request of a Feign client one key for all its attempts. Safe for use by many threads.
 *
 * <pre>{@code
 * Payments payments = Feign.builder()
 *         .client(new IdempotentFeignClient(new Http2Client(), sender))
 *         .retryer(Retryer.NEVER_RETRY)
 *         .target(Payments.class, address);
 * }</pre>
 *
 * <p>A call gets a key of its own by a parameter {@code @Header("Idempotency-Key")}. What is not known surfaces as an
 * {@link UncheckedIOException} around {@link dev.semel.client.OutcomeUnknownException}, what was not sent as one around
 * {@link dev.semel.client.NotSentException}: checked, Feign's own retryer would take them for its business and send again
 * with a new key. Build with {@code Retryer.NEVER_RETRY} all the same, since it also retries answers with
 * {@code Retry-After}. Who wants report and result sets a {@linkplain dev.semel.client.ResultListener listener}.
 *
 * <p>Redirects are switched off for the client behind. Feign's default client stands on {@code HttpURLConnection}, which
 * sends a POST again by itself, with the same key, unless the JVM runs with {@code -Dsun.net.http.retryPost=false}.
 */
public final class IdempotentFeignClient implements Client {
    private final Client client;
    private final IdempotentSender sender;

    /**
     * Wraps a client.
     *
     * @param client what sends each attempt
     * @param sender the target's rules
     */
    public IdempotentFeignClient(Client client, IdempotentSender sender) {
        this.client = Objects.requireNonNull(client, "client");
        this.sender = Objects.requireNonNull(sender, "sender");
    }

    /**
     * Sends the request.
     *
     * @param request the request
     * @param options the time limits of an attempt
     * @return the answer
     * @throws UncheckedIOException if there is none for the caller
     */
    @Override
    public Response execute(Request request, Request.Options options) {
        FeignExchange exchange = new FeignExchange(client, request, options);
        SendResult<PeekedResponse> result = sender.send(exchange, null);
        try {
            return result.answer(exchange::discard).response();
        } catch (SendException e) {
            throw new UncheckedIOException(e);
        }
    }
}
