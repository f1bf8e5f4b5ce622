/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpStatusCodeException;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * Speaks to the card provider.
 *
 * <p>It never retries by itself: who retries must decide under which key. A failure tells apart what surely had no
 * effect ({@link ProviderException.Unavailable}) from what may have had one ({@link ProviderException.OutcomeUnknown}).
 * Safe for many threads.
 */
@Component
class ProviderClient {

    private final RestClient rest;

    ProviderClient(ProviderProperties properties) {
        var http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(properties.connectTimeout())
                .build();
        var requests = new JdkClientHttpRequestFactory(http);
        requests.setReadTimeout(properties.readTimeout());
        rest = RestClient.builder()
                .requestFactory(requests)
                .baseUrl(properties.url().toString())
                .build();
    }

    /**
     * Charges the card.
     *
     * @param downstreamKey the provider makes one charge per key, however often it is asked
     * @return the provider's name of the charge
     * @throws CardDeclinedException if the bank says no
     * @throws ProviderException if the provider did not answer as it should
     */
    String charge(NewPayment wanted, String downstreamKey) {
        return post("/charges", wanted, downstreamKey);
    }

    /**
     * Pays back a part of a charge; parameters and failures as in {@link #charge}. The provider keeps the sum: what a
     * killed service refunded and never wrote down counts there all the same.
     *
     * @return the provider's name of the refund
     * @throws RefundTooLargeException if the refunds of the charge would be more than the charge
     */
    String refund(String charge, long amount, String downstreamKey) {
        try {
            return post("/refunds", new RefundOrder(charge, amount), downstreamKey);
        } catch (ProviderException.Refused e) {
            throw e.status() == 422 ? RefundTooLargeException.atTheProvider(amount) : e;
        }
    }

    /** What the provider answers to a GET of that path, as it is. */
    ResponseEntity<String> show(String path) {
        return passedOn(() -> rest.get().uri(path).retrieve().toEntity(String.class));
    }

    /** What the provider answers to a PUT of its faults, as it is. */
    ResponseEntity<String> setFaults(String json) {
        return passedOn(() -> rest.put()
                .uri("/faults")
                .contentType(MediaType.APPLICATION_JSON)
                .body(json)
                .retrieve()
                .toEntity(String.class));
    }

    private String post(String path, Object body, String downstreamKey) {
        try {
            var booked = rest.post()
                    .uri(path)
                    .header("Idempotency-Key", downstreamKey)
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(body)
                    .retrieve()
                    .body(Booked.class);
            return Objects.requireNonNull(booked, "the provider answered without a body")
                    .id();
        } catch (HttpStatusCodeException e) {
            throw refusal(e);
        } catch (ResourceAccessException e) {
            throw unanswered(e);
        } catch (RestClientException e) {
            // An answer that cannot be read says nothing of the charge.
            throw new ProviderException.OutcomeUnknown(e);
        }
    }

    private static RuntimeException refusal(HttpStatusCodeException e) {
        return switch (e.getStatusCode().value()) {
            case 402 -> new CardDeclinedException();
            case 409 -> new ProviderException.OtherOrder(e);
            case 503 -> new ProviderException.Unavailable(e);
            case 500, 502, 504 -> new ProviderException.OutcomeUnknown(e);
            default -> new ProviderException.Refused(e.getStatusCode().value());
        };
    }

    private static ProviderException unanswered(ResourceAccessException e) {
        return neverSent(e.getCause()) ? new ProviderException.Unavailable(e) : new ProviderException.OutcomeUnknown(e);
    }

    private static boolean neverSent(@Nullable Throwable cause) {
        return cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException;
    }

    private static ResponseEntity<String> passedOn(Supplier<ResponseEntity<String>> call) {
        try {
            var answer = call.get();
            return ResponseEntity.status(answer.getStatusCode())
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(answer.getBody());
        } catch (HttpStatusCodeException e) {
            return ResponseEntity.status(e.getStatusCode())
                    .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                    .body(e.getResponseBodyAsString());
        } catch (ResourceAccessException e) {
            throw new ProviderException.Unavailable(e);
        }
    }

    /** The one field of a charge or refund that the service keeps. */
    private record Booked(String id) {}

    private record RefundOrder(String charge, long amount) {}
}
