/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client;

import static dev.semel.client.ScriptedServer.answer;
import static dev.semel.client.ScriptedServer.lost;
import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.IdempotencyKey;
import dev.semel.client.spring.IdempotentInterceptor;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/** Spring's RestClient, which shares its interceptors with RestTemplate. */
class SpringClientTest extends ClientBehaviours {
    @Override
    Caller caller(IdempotentSender sender) {
        RestClient client = client(sender);
        return sending -> {
            try {
                return client.method(HttpMethod.valueOf(sending.method()))
                        .uri(sending.uri())
                        .headers(headers -> sending.headers().forEach(headers::add))
                        .body(sending.body())
                        .exchange((request, response) -> new Caller.Reply(
                                response.getStatusCode().value(),
                                new String(response.getBody().readAllBytes(), StandardCharsets.UTF_8)));
            } catch (ResourceAccessException e) {
                throw Objects.requireNonNull((IOException) e.getCause());
            }
        };
    }

    @Test
    void rowC11_theRequestTellsTheReport() throws Exception {
        ScriptedServer server = server(lost(), answer(201, "done", "Idempotency-Replayed: true"));

        Optional<Object> report = client(builder().build())
                .post()
                .uri(server.at("/"))
                .attribute(IdempotentInterceptor.KEYS, KeySource.of(IdempotencyKey.of("order-42")))
                .exchange((request, response) ->
                        Optional.ofNullable(request.getAttributes().get(IdempotentInterceptor.REPORT)));

        assertThat(report).contains(new SendReport(IdempotencyKey.of("order-42"), 2, SendReport.Origin.REPLAYED));
        assertThat(server.requests().get(0).header("Idempotency-Key")).containsExactly("order-42");
    }

    @Test
    void rowC01_restTemplateSendsOneKeyToo() throws Exception {
        ScriptedServer server = server(lost(), answer(503, ""), answer(201, "done"));
        RestTemplate template = new RestTemplate(requests());
        template.getInterceptors().add(new IdempotentInterceptor(builder().build()));

        String done = template.postForObject(server.at("/"), "pay", String.class);

        assertThat(done).isEqualTo("done");
        assertThat(server.requests().stream()
                        .map(each -> each.header("Idempotency-Key"))
                        .distinct())
                .hasSize(1);
        assertThat(server.requests()).hasSize(3);
    }

    private RestClient client(IdempotentSender sender) {
        return RestClient.builder()
                .requestFactory(requests())
                .requestInterceptor(new IdempotentInterceptor(sender))
                .build();
    }

    private JdkClientHttpRequestFactory requests() {
        JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
        requests.setReadTimeout(patience());
        return requests;
    }
}
