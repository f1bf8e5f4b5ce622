/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client;

import static dev.semel.client.ScriptedServer.answer;
import static dev.semel.client.ScriptedServer.lost;
import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.IdempotencyKey;
import dev.semel.client.webclient.IdempotentExchangeFilter;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Signal;

class WebClientTest extends ClientBehaviours {
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();

    @Override
    Caller caller(IdempotentSender ignored) {
        WebClient client = client();
        return sending -> {
            try {
                WebClient.RequestBodySpec request = client.method(HttpMethod.valueOf(sending.method()))
                        .uri(sending.uri())
                        .headers(headers -> sending.headers().forEach(headers::add));
                WebClient.RequestHeadersSpec<?> whole =
                        sending.body().isEmpty() ? request : request.bodyValue(sending.body());
                return whole.exchangeToMono(response -> response.bodyToMono(String.class)
                                .defaultIfEmpty("")
                                .map(body ->
                                        new Caller.Reply(response.statusCode().value(), body)))
                        .block();
            } catch (RuntimeException e) {
                throw cause(e);
            }
        };
    }

    @AfterEach
    void stop() {
        scheduler.shutdownNow();
    }

    @Test
    void rowC08_keepsTheBytesOfABodyThatComesOnce() throws Exception {
        ScriptedServer server = server(lost(), answer(503, ""), answer(201, ""));
        AtomicInteger subscriptions = new AtomicInteger();
        Flux<DataBuffer> once = Flux.defer(() -> {
            String text = "body " + subscriptions.incrementAndGet();
            return Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(StandardCharsets.UTF_8)));
        });

        client().post()
                .uri(server.at("/"))
                .body(BodyInserters.fromDataBuffers(once))
                .retrieve()
                .toBodilessEntity()
                .block();

        assertThat(server.requests())
                .extracting(ScriptedServer.Request::body)
                .containsExactly("body 1", "body 1", "body 1");
    }

    @Test
    void rowC08_sendsABodyAboveTheLimitOnce() throws Exception {
        ScriptedServer server = server(lost(), answer(201, ""));
        byte[] large = new byte[2 * 1024 * 1024];

        Throwable thrown = client().post()
                .uri(server.at("/"))
                .bodyValue(large)
                .retrieve()
                .toBodilessEntity()
                .materialize()
                .mapNotNull(Signal::getThrowable)
                .block();

        assertThat(thrown).isNotNull();
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void rowC11_takesTheKeyOfTheCall() throws Exception {
        ScriptedServer server = server(lost(), answer(201, ""));

        client().post()
                .uri(server.at("/"))
                .attribute(IdempotentExchangeFilter.KEYS, KeySource.of(IdempotencyKey.of("order-42")))
                .retrieve()
                .toBodilessEntity()
                .block();

        assertThat(server.requests()).hasSize(2).allSatisfy(each -> assertThat(each.header("Idempotency-Key"))
                .containsExactly("order-42"));
    }

    private WebClient client() {
        JdkClientHttpConnector connector = new JdkClientHttpConnector(
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
        connector.setReadTimeout(patience());
        return WebClient.builder()
                .clientConnector(connector)
                .filter(new IdempotentExchangeFilter(
                        builder().scheduler(scheduler).build()))
                .build();
    }

    /** The exception under those of WebClient and Reactor. */
    private static IOException cause(RuntimeException thrown) {
        for (@Nullable Throwable each = thrown; each != null; each = each.getCause()) {
            if (each instanceof SendException cause) {
                return cause;
            }
        }
        throw thrown;
    }
}
