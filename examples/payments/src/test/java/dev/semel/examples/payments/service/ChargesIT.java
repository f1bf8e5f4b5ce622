/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.stripe.Stripe;
import com.stripe.StripeClient;
import com.stripe.exception.ApiException;
import com.stripe.exception.AuthenticationException;
import com.stripe.exception.CardException;
import com.stripe.exception.IdempotencyException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.net.RequestOptions;
import com.stripe.param.ChargeCreateParams;
import com.stripe.param.ChargeListParams;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What clients of Stripe get to see, above all of failures. */
class ChargesIT {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private static Path folder;

    private static TwoNodes service;
    private static String url;
    private static StripeClient shopA;
    private static StripeClient shopB;

    private final String run = UUID.randomUUID().toString();
    private final RequestOptions key = RequestOptions.builder()
            .setIdempotencyKey(UUID.randomUUID().toString())
            .build();

    @BeforeAll
    static void start() throws IOException {
        Stripe.enableTelemetry = false;
        service = TwoNodes.start(folder);
        url = "http://127.0.0.1:" + service.ports().get(0);
        shopA = client("sk_test_shop_a");
        shopB = client("sk_test_shop_b");
    }

    @AfterAll
    static void stop() throws IOException {
        service.close();
    }

    @Test
    void chargesAndFindsTheChargeAgain() throws Exception {
        var made = shopA.v1().charges().create(wanted(1999, "tok_visa"));
        var found = shopA.v1().charges().retrieve(made.getId());

        assertThat(made.getObject()).isEqualTo("charge");
        assertThat(made.getCurrency()).isEqualTo("eur");
        assertThat(made.getDescription()).isEqualTo("two books & a pen");
        assertThat(made.getMetadata()).containsEntry("run", run).containsEntry("order", "7");
        assertThat(List.of(made.getPaid(), made.getCaptured())).containsOnly(true);
        assertThat(made.getRefunded()).isFalse();
        assertThat(found).isEqualTo(made);
    }

    @Test
    void listsTheNewestFirstPageByPage() throws Exception {
        var first = shopA.v1().charges().create(wanted(1, "tok_visa")).getId();
        var second = shopA.v1().charges().create(wanted(2, "tok_visa")).getId();
        var third = shopA.v1().charges().create(wanted(3, "tok_visa")).getId();

        var page = shopA.v1().charges().list(ofThisRun(2L));
        assertThat(page.getData()).extracting(Charge::getId).containsExactly(third, second);
        assertThat(page.getHasMore()).isTrue();
        assertThat(page.autoPagingIterable()).extracting(Charge::getId).containsExactly(third, second, first);
    }

    @Test
    void hidesTheChargesOfOneShopFromAnother() throws Exception {
        var made = shopA.v1().charges().create(wanted(1999, "tok_visa"));

        var refusal = catchThrowableOfType(
                InvalidRequestException.class, () -> shopB.v1().charges().retrieve(made.getId()));
        assertThat(refusal.getStatusCode()).isEqualTo(404);
        assertThat(refusal.getCode()).isEqualTo("resource_missing");
        assertThat(shopB.v1().charges().list(ofThisRun(10L)).getData()).isEmpty();
    }

    @Test
    void saysThatTheCardWasDeclinedAndSaysItAgain() throws Exception {
        var first = catchThrowableOfType(
                CardException.class, () -> shopA.v1().charges().create(wanted(1999, "tok_declined"), key));
        var again = catchThrowableOfType(
                CardException.class, () -> shopA.v1().charges().create(wanted(1999, "tok_declined"), key));

        assertThat(first.getCode()).isEqualTo("card_declined");
        assertThat(again.getMessage()).isEqualTo(first.getMessage());
        assertThat(again.getStripeError().getLastResponse().headers().firstValue("Idempotent-Replayed"))
                .hasValue("true");
    }

    @Test
    void saysThatTheKeyWasUsedForAnotherCharge() throws Exception {
        shopA.v1().charges().create(wanted(1999, "tok_visa"), key);

        var refusal = catchThrowableOfType(
                IdempotencyException.class, () -> shopA.v1().charges().create(wanted(1998, "tok_visa"), key));
        assertThat(refusal.getMessage()).contains("another request");
        assertThat(service.stored(run)).hasSize(1);
    }

    @Test
    void saysThatTheFirstChargeIsStillRunning() throws Exception {
        int before = service.moved();
        faults("{\"delayMillis\":2000}");
        var first = CompletableFuture.supplyAsync(() -> {
            try {
                return shopA.v1().charges().create(wanted(1999, "tok_visa"), key);
            } catch (StripeException e) {
                throw new IllegalStateException(e);
            }
        });
        await().atMost(Duration.ofSeconds(30)).until(() -> service.moved() == before + 1);

        var refusal = catchThrowableOfType(
                ApiException.class, () -> shopA.v1().charges().create(wanted(1999, "tok_visa"), key));
        faults("{}");
        assertThat(refusal.getStatusCode()).isEqualTo(409);
        assertThat(refusal.getCode()).isEqualTo("idempotency_key_in_use");
        var made = first.get();
        assertThat(service.stored(run)).containsOnlyKeys(made.getId());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "amount      | amount=-1&currency=eur&source=tok_visa",
                "amount      | amount=19.99&currency=eur&source=tok_visa",
                "amount      | currency=eur&source=tok_visa",
                "amount      | amount=1&amount=2&currency=eur&source=tok_visa",
                "amount      | ''",
                "currency    | amount=1&source=tok_visa",
                "currency    | amount=1&currency=euro&source=tok_visa",
                "source      | amount=1&currency=eur&source=4242424242424242",
                "description | amount=1&currency=eur&source=tok_visa&description=%00",
                "capture     | amount=1&currency=eur&source=tok_visa&capture=false",
                "source[cvc] | amount=1&currency=eur&source[cvc]=123"
            })
    void namesTheParameterThatDoesNotFitAndChargesNothing(String parameter, String form) throws Exception {
        int before = service.moved();
        var answer = post(form, "Bearer sk_test_shop_a", UUID.randomUUID().toString());

        assertThat(answer.statusCode()).isEqualTo(400);
        var error = error(answer);
        assertThat(error.path("param").stringValue()).isEqualTo(parameter);
        assertThat(error.path("type").stringValue()).isEqualTo("invalid_request_error");
        assertThat(service.moved()).isEqualTo(before);
    }

    @Test
    void refusesAChargeWithoutAKeyInTheSameWords() throws Exception {
        var answer = post("amount=1&currency=eur&source=tok_visa", "Bearer sk_test_shop_a", "");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(error(answer).path("message").stringValue()).contains("requires an idempotency key");
    }

    @Test
    void takesTheSecretKeyAsUserOfHttpBasic() throws Exception {
        var login = Base64.getEncoder().encodeToString("sk_test_shop_a:".getBytes(StandardCharsets.UTF_8));
        var answer = post(
                "amount=1&currency=eur&source=tok_visa",
                "Basic " + login,
                UUID.randomUUID().toString());

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void letsNobodyInWithoutASecretKey() throws Exception {
        var refusal = catchThrowableOfType(
                AuthenticationException.class,
                () -> client("sk_test_nobody").v1().charges().create(wanted(1999, "tok_visa")));
        assertThat(refusal.getMessage()).contains("send the secret key");
        var password = Base64.getEncoder().encodeToString("shop-a:demo".getBytes(StandardCharsets.UTF_8));
        for (var login : List.of("Basic " + password, "Basic ***", "Bearer", "sk_test_shop_a")) {
            var answer = post("amount=1&currency=eur&source=tok_visa", login, "k");
            assertThat(answer.statusCode()).as(login).isEqualTo(401);
        }
    }

    private ChargeCreateParams wanted(long amount, String card) {
        return ChargeCreateParams.builder()
                .setAmount(amount)
                .setCurrency("eur")
                .setSource(card)
                .setDescription("two books & a pen")
                .putMetadata("run", run)
                .putMetadata("order", "7")
                .build();
    }

    private ChargeListParams ofThisRun(long limit) {
        return ChargeListParams.builder()
                .setLimit(limit)
                .putExtraParam("metadata[run]", run)
                .build();
    }

    private static StripeClient client(String secretKey) {
        return StripeClient.builder()
                .setApiKey(secretKey)
                .setApiBase(url)
                .setMaxNetworkRetries(0)
                .build();
    }

    private static void faults(String json) throws Exception {
        var request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + service.provider().port() + "/faults"))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(json));
        assertThat(HTTP.send(request.build(), HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(200);
    }

    private static HttpResponse<String> post(String form, String login, String key) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(url + "/v1/charges"))
                .header("Authorization", login)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form));
        if (!key.isEmpty()) {
            request.header("Idempotency-Key", key);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode error(HttpResponse<String> answer) {
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/json"));
        return new JsonMapper().readTree(answer.body()).path("error");
    }
}
