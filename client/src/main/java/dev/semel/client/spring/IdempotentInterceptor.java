/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client.spring;

import dev.semel.client.IdempotentSender;
import dev.semel.client.KeySource;
import dev.semel.client.SendReport;
import dev.semel.client.SendResult;
import java.io.IOException;
import java.util.Objects;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;

/**
 * Gives each request of a {@code RestClient} or {@code RestTemplate} one key for all its attempts. Safe for use by many
 * threads.
 *
 * <pre>{@code
 * RestClient payments = RestClient.builder()
 *         .requestFactory(new JdkClientHttpRequestFactory())
 *         .requestInterceptor(new IdempotentInterceptor(sender))
 *         .build();
 *
 * payments.post().uri(address)
 *         .attribute(IdempotentInterceptor.KEYS, KeySource.journaled(journal, "order-42"))
 *         .body(payment)
 *         .retrieve()
 *         .toBodilessEntity();
 * }</pre>
 *
 * <p>What is not known surfaces as {@link dev.semel.client.OutcomeUnknownException} and what was not sent as
 * {@link dev.semel.client.NotSentException}, each the cause of Spring's {@code ResourceAccessException}.
 *
 * <p>The request factory must neither retry nor follow redirects by itself: it would send the key to whatever address it
 * is told, and this class cannot see it. {@code JdkClientHttpRequestFactory} over a client that never follows, which is
 * the JDK's default, does neither. Set its read timeout; an attempt without an answer lasts that long. Interceptors that
 * stand before this one see one request, those behind it see each attempt.
 */
public final class IdempotentInterceptor implements ClientHttpRequestInterceptor {
    /** The request attribute that holds the {@link KeySource} of this one call; without it the sender's source is asked. */
    public static final String KEYS = IdempotentInterceptor.class.getName() + ".keys";

    /** The request attribute that holds the {@link SendReport} after the call. */
    public static final String REPORT = IdempotentInterceptor.class.getName() + ".report";

    private final IdempotentSender sender;

    /**
     * Makes an interceptor.
     *
     * @param sender the target's rules
     */
    public IdempotentInterceptor(IdempotentSender sender) {
        this.sender = Objects.requireNonNull(sender, "sender");
    }

    @Override
    public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
            throws IOException {
        KeySource keys = request.getAttributes().get(KEYS) instanceof KeySource given ? given : null;
        SpringExchange exchange = new SpringExchange(request, body, execution);
        SendResult<PeekedResponse> result = sender.send(exchange, keys);
        request.getAttributes().put(REPORT, result.report());
        return result.answer(exchange::discard);
    }
}
