/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.client.spring.IdempotentInterceptor;
import dev.semel.spring.boot.relay.RelayApplication;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpEntity;
import org.springframework.http.ResponseEntity;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

/** Real clients call a real service through a proxy that loses answers. */
class ClientCallsTest {
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private ConfigurableApplicationContext start(String... properties) {
        List<String> all = new ArrayList<>(List.of(
                "server.port=0",
                "spring.main.banner-mode=off",
                "spring.autoconfigure.exclude=org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
                "semel.default.store=memory",
                "semel.http.public-scope=everybody",
                "semel.client.default.retry.first-backoff=1ms",
                "semel.client.default.retry.longest-backoff=5ms"));
        all.addAll(List.of(properties));
        ConfigurableApplicationContext app = new SpringApplicationBuilder(RelayApplication.class)
                .properties(all.toArray(String[]::new))
                .run();
        open.add(app);
        return app;
    }

    private ConfigurableApplicationContext startEnabled() {
        return start("semel.client.enabled=true", "spring.http.clients.redirects=dont-follow", "relay.target=default");
    }

    private ConfigurableApplicationContext startWithTarget(String source) {
        return start("semel.client.targets.bank.key.source=" + source, "relay.target=bank");
    }

    private LossyProxy proxy(ConfigurableApplicationContext app, int answersToLose) throws Exception {
        LossyProxy proxy = new LossyProxy(at(app, "/charges"), answersToLose);
        open.add(proxy);
        return proxy;
    }

    private static URI at(ConfigurableApplicationContext app, String path) {
        return URI.create("http://localhost:" + app.getEnvironment().getRequiredProperty("local.server.port") + path);
    }

    private static int charges(ConfigurableApplicationContext app) {
        return app.getBean(RelayApplication.Orders.class).charges();
    }

    private static void assertOneKeyInEach(LossyProxy proxy, int requests) {
        assertThat(proxy.keys()).hasSize(requests).allSatisfy(lines -> assertThat(lines)
                .hasSize(1));
        assertThat(proxy.keys().stream().distinct()).hasSize(1);
    }

    @Test
    void rowC01_aRestClientWhoseAnswerIsLostSendsTheSameKeyAgainAndTheEffectIsOne() throws Exception {
        ConfigurableApplicationContext app = startEnabled();
        LossyProxy proxy = proxy(app, 2);

        ResponseEntity<String> answer = app.getBean(RestClient.Builder.class)
                .build()
                .post()
                .uri(proxy.address())
                .body("ann")
                .retrieve()
                .toEntity(String.class);

        assertThat(answer.getBody()).isEqualTo("ann is charge 1");
        assertThat(answer.getHeaders().getFirst("Idempotency-Replayed")).isEqualTo("true");
        assertOneKeyInEach(proxy, 3);
        assertThat(charges(app)).isEqualTo(1);
    }

    @Test
    void rowC01_soDoesARestTemplate() throws Exception {
        ConfigurableApplicationContext app = startEnabled();
        LossyProxy proxy = proxy(app, 1);

        String answer = app.getBean(RestTemplateBuilder.class)
                .build()
                .postForObject(proxy.address(), new HttpEntity<>("ann"), String.class);

        assertThat(answer).isEqualTo("ann is charge 1");
        assertOneKeyInEach(proxy, 2);
        assertThat(charges(app)).isEqualTo(1);
    }

    @Test
    void rowC01_soDoesAWebClient() throws Exception {
        ConfigurableApplicationContext app = startEnabled();
        LossyProxy proxy = proxy(app, 1);

        String answer = app.getBean(WebClient.Builder.class)
                .build()
                .post()
                .uri(proxy.address())
                .bodyValue("ann")
                .retrieve()
                .bodyToMono(String.class)
                .block();

        assertThat(answer).isEqualTo("ann is charge 1");
        assertOneKeyInEach(proxy, 2);
        assertThat(charges(app)).isEqualTo(1);
    }

    @Test
    void clientsAreLeftAloneWhereNobodyAskedForMore() throws Exception {
        ConfigurableApplicationContext app = startWithTarget("downstream");
        LossyProxy proxy = proxy(app, 1);
        RestClient client = app.getBean(RestClient.Builder.class).build();

        assertThatThrownBy(() -> client.post()
                        .uri(proxy.address())
                        .body("ann")
                        .retrieve()
                        .toBodilessEntity())
                .isInstanceOf(ResourceAccessException.class);
        assertThat(proxy.keys()).containsExactly(List.of());
    }

    @Test
    void rowC13_aRetryOfTheInboundRequestSendsTheSameDerivedKeyAndNeverTheInboundOne() throws Exception {
        ConfigurableApplicationContext app = startWithTarget("downstream");
        LossyProxy proxy = proxy(app, 0);
        app.getBean(RelayApplication.Orders.class).chargeAt(proxy.address());
        String inbound = UUID.randomUUID().toString();

        assertThat(order(app, inbound).statusCode()).isEqualTo(503);
        HttpResponse<String> second = order(app, inbound);

        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(second.body()).isEqualTo("ann is charge 1");
        assertOneKeyInEach(proxy, 2);
        assertThat(proxy.keys().get(0)).doesNotContain(inbound);
        assertThat(charges(app)).isEqualTo(1);
        assertThat(order(app, UUID.randomUUID().toString()).body()).isEqualTo("ann is charge 2");
        assertThat(proxy.keys().get(2)).isNotEqualTo(proxy.keys().get(0));
    }

    private static HttpResponse<String> order(ConfigurableApplicationContext app, String key) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(at(app, "/orders"))
                .header("Idempotency-Key", key)
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("ann"))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }

    @Test
    void rowC13_outsideOfAGuardedRequestACallWithADerivedKeyIsNotSent() throws Exception {
        ConfigurableApplicationContext app = startWithTarget("downstream");
        LossyProxy proxy = proxy(app, 0);
        RelayApplication.Orders orders = app.getBean(RelayApplication.Orders.class);
        orders.chargeAt(proxy.address());

        assertThatThrownBy(() -> orders.charge("ann"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no guarded method or request");
        assertThat(proxy.keys()).isEmpty();
    }

    @Test
    void rowC13_outsideOfAGuardedRequestTheKeyMayBeRandomWhereThatIsSaid() throws Exception {
        ConfigurableApplicationContext app = startWithTarget("downstream_or_random");
        LossyProxy proxy = proxy(app, 1);
        RelayApplication.Orders orders = app.getBean(RelayApplication.Orders.class);
        orders.chargeAt(proxy.address());

        assertThat(orders.charge("ann")).isEqualTo("ann is charge 1");
        assertOneKeyInEach(proxy, 2);
        orders.charge("ann");
        assertThat(proxy.keys().get(2)).isNotEqualTo(proxy.keys().get(0));
    }

    /** As {@code client/README.md} has it. */
    private static final class Orders {
        private final RestClient bank;

        Orders(RestClient.Builder builder, IdempotentSenders senders) {
            this.bank = builder.requestInterceptor(new IdempotentInterceptor(senders.of("bank")))
                    .build();
        }
    }

    @Test
    void theReadmesExampleIsThisOne() throws Exception {
        ConfigurableApplicationContext app = startWithTarget("random");
        LossyProxy proxy = proxy(app, 1);
        Orders orders = new Orders(app.getBean(RestClient.Builder.class), app.getBean(IdempotentSenders.class));

        String answer =
                orders.bank.post().uri(proxy.address()).body("ann").retrieve().body(String.class);

        assertThat(answer).isEqualTo("ann is charge 1");
        assertOneKeyInEach(proxy, 2);
        String readme = Files.readString(Path.of("../client/README.md"));
        String example = readme.substring(readme.indexOf("Orders(RestClient.Builder"));
        assertThat(withoutSpace(
                        Files.readString(Path.of("src/test/java/dev/semel/spring/boot/client/ClientCallsTest.java"))))
                .contains(withoutSpace(example.substring(0, example.indexOf("```"))));
    }

    private static String withoutSpace(String text) {
        return text.replaceAll("\\s+", "");
    }
}
