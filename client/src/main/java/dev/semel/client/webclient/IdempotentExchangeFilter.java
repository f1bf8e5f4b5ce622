/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client.webclient;

import dev.semel.client.IdempotentSender;
import dev.semel.client.KeySource;
import dev.semel.client.SendException;
import dev.semel.client.SendResult;
import java.util.Objects;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import reactor.core.publisher.Mono;

/**
 * Gives each request of a {@code WebClient} one key for all its attempts. Safe for use by many threads.
 *
 * <pre>{@code
 * WebClient payments = WebClient.builder()
 *         .clientConnector(new JdkClientHttpConnector())
 *         .filter(new IdempotentExchangeFilter(sender))
 *         .build();
 *
 * payments.post()
 *         .uri(address)
 *         .attribute(IdempotentExchangeFilter.KEYS, KeySource.journaled(journal, "order-42"))
 *         .bodyValue(payment)
 *         .retrieve()
 *         .toBodilessEntity()
 *         .block();
 * }</pre>
 *
 * <p>The sender needs a scheduler. What is not known surfaces as an error whose cause is
 * {@link dev.semel.client.OutcomeUnknownException}, what was not sent as one of {@link dev.semel.client.NotSentException}.
 * A cancelled subscriber stops nothing that is under way. Each subscription is a call of its own: a {@code retry} behind
 * this filter sends a new key, unless the key is the caller's.
 *
 * <p>The connector must neither retry nor follow redirects by itself. The bytes of the first attempt are kept for the next
 * ones, up to a megabyte; a longer body, or one that was cut off while it was written, is sent once.
 */
public final class IdempotentExchangeFilter implements ExchangeFilterFunction {
    /** The request attribute that holds the {@link KeySource} of this one call; without it the sender's source is asked. */
    public static final String KEYS = IdempotentExchangeFilter.class.getName() + ".keys";

    private final IdempotentSender sender;

    /**
     * Makes a filter.
     *
     * @param sender the target's rules; it has a scheduler
     */
    public IdempotentExchangeFilter(IdempotentSender sender) {
        this.sender = Objects.requireNonNull(sender, "sender");
    }

    @Override
    public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
        return Mono.deferContextual(context -> {
            KeySource keys = request.attribute(KEYS).orElse(null) instanceof KeySource given ? given : null;
            WebClientExchange exchange = new WebClientExchange(request, next, context);
            return Mono.fromCompletionStage(sender.sendAsync(exchange, keys))
                    .flatMap(result -> answer(result, exchange))
                    .map(PeekedResponse::response);
        });
    }

    private static Mono<PeekedResponse> answer(SendResult<PeekedResponse> result, WebClientExchange exchange) {
        try {
            return Mono.just(result.answer(exchange::discard));
        } catch (SendException e) {
            return Mono.error(e);
        }
    }
}
