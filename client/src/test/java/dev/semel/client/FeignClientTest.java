/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client;

import static dev.semel.client.ScriptedServer.lost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.client.feign.IdempotentFeignClient;
import feign.Client;
import feign.Feign;
import feign.Request;
import feign.RequestLine;
import feign.RequestTemplate;
import feign.Response;
import feign.http2client.Http2Client;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FeignClientTest extends ClientBehaviours {
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    interface Payments {
        @RequestLine("POST /payments")
        Response pay(String body);
    }

    @Override
    Caller caller(IdempotentSender sender) {
        Client client = client(sender);
        Request.Options options = new Request.Options(Duration.ofSeconds(20), patience(), true);
        return sending -> {
            Map<String, Collection<String>> headers = new HashMap<>();
            sending.headers().forEach((name, value) -> headers.put(name, List.of(value)));
            byte[] body = sending.body().isEmpty() ? null : sending.body().getBytes(StandardCharsets.UTF_8);
            Request request = Request.create(
                    Request.HttpMethod.valueOf(sending.method()),
                    sending.uri().toString(),
                    headers,
                    body,
                    StandardCharsets.UTF_8,
                    new RequestTemplate());
            try (Response response = client.execute(request, options)) {
                return new Caller.Reply(response.status(), text(response.body()));
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        };
    }

    @Test
    void rowC01_feignsOwnRetryerDoesNotSendAgainWithANewKey() throws Exception {
        ScriptedServer server = server(lost(), lost(), lost());
        builder().limits(RetryLimits.standard().withMaxAttempts(2));
        Payments payments = Feign.builder()
                .client(client(builder().build()))
                .target(Payments.class, server.at("").toString());

        assertThatThrownBy(() -> payments.pay("pay"))
                .isInstanceOf(UncheckedIOException.class)
                .cause()
                .isInstanceOf(OutcomeUnknownException.class);
        assertThat(server.requests()).hasSize(2);
    }

    private static String text(Response.@Nullable Body body) throws IOException {
        return body == null ? "" : new String(body.asInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private Client client(IdempotentSender sender) {
        return new IdempotentFeignClient(new Http2Client(http), sender);
    }
}
