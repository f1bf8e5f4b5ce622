/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client.okhttp;

import dev.semel.client.IdempotentSender;
import dev.semel.client.KeySource;
import dev.semel.client.SendReport;
import dev.semel.client.SendResult;
import java.io.IOException;
import java.util.Objects;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Gives each call of an OkHttp client one key for all its attempts; an application interceptor. Safe for use by many
 * threads.
 *
 * <pre>{@code
 * OkHttpClient payments = new OkHttpClient.Builder()
 *         .followRedirects(false)
 *         .addInterceptor(new IdempotentCalls(sender))
 *         .build();
 *
 * Request request = new Request.Builder()
 *         .url(address)
 *         .tag(KeySource.class, KeySource.journaled(journal, "order-42"))
 *         .post(payment)
 *         .build();
 * try (Response response = payments.newCall(request).execute()) {
 *     SendReport report = response.request().tag(SendReport.class);
 *     assertThat(report).extracting(SendReport::attempts).isEqualTo(2);
 * }
 * }</pre>
 *
 * <p>The tag {@link KeySource} is the source of this one call. What is not known surfaces as
 * {@link dev.semel.client.OutcomeUnknownException} and what was not sent as {@link dev.semel.client.NotSentException}.
 * OkHttp's own retry after a failed connection is off within these calls. A body that says it is one-shot is sent once.
 */
public final class IdempotentCalls implements Interceptor {
    private final IdempotentSender sender;

    /**
     * Makes an interceptor.
     *
     * @param sender the target's rules
     */
    public IdempotentCalls(IdempotentSender sender) {
        this.sender = Objects.requireNonNull(sender, "sender");
    }

    /**
     * Sends the call.
     *
     * @param chain the rest of the chain
     * @return the answer
     * @throws IOException if there is none for the caller
     * @throws IllegalStateException if the client follows redirects: by itself it would send the key to whatever address
     *     it is told
     */
    @Override
    public Response intercept(Chain chain) throws IOException {
        if (chain.getFollowRedirects()) {
            throw new IllegalStateException(
                    "Build the client with followRedirects(false); where a redirect may lead is the"
                            + " sender's to decide, see SendRules.withRedirectsTo.");
        }
        OkHttpExchange exchange = new OkHttpExchange(chain);
        SendResult<Response> result = sender.send(exchange, chain.request().tag(KeySource.class));
        Response response = result.answer(exchange::discard);
        return response.newBuilder()
                .request(response.request()
                        .newBuilder()
                        .tag(SendReport.class, result.report())
                        .build())
                .build();
    }
}
