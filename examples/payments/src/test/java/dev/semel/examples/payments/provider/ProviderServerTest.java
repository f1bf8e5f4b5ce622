/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.provider;

import static dev.semel.examples.payments.provider.ProviderCaller.EUR_1999;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderServerTest {

    @TempDir
    Path folder;

    private final String key = UUID.randomUUID().toString();

    private ProviderServer provider;
    private ProviderCaller caller;

    @BeforeEach
    void start() throws IOException {
        provider = ProviderServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                folder.resolve("ledger.jsonl"),
                InstantSource.system());
        caller = new ProviderCaller(provider);
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    void chargesAndListsTheCharge() throws Exception {
        var answer = caller.charge(key);

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.body()).contains("\"amount\":1999", "\"currency\":\"EUR\"", key);
        assertThat(caller.charges()).singleElement().satisfies(charge -> {
            assertThat(answer.body()).contains(charge.id()).contains(charge.at().toString());
            assertThat(charge.idempotencyKey()).isEqualTo(key);
        });
        assertThat(caller.get("/charges")).doesNotContain("tok_visa");
    }

    @Test
    void answersTheSameKeyWithTheSameCharge() throws Exception {
        var first = caller.charge(key);
        var second = caller.charge(key);

        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(caller.charges()).hasSize(1);
    }

    @Test
    void chargesEachTimeWithoutAKey() throws Exception {
        caller.charge(null);
        caller.charge(null);

        assertThat(caller.charges()).hasSize(2);
    }

    @Test
    void makesOneChargeOfFiftyConcurrentRequestsWithOneKey() throws Exception {
        var pending = Stream.generate(() -> caller.chargeAsync(key)).limit(50).toList();
        var bodies = pending.stream().map(answer -> answer.join().body()).distinct();

        assertThat(bodies).hasSize(1);
        assertThat(caller.charges()).hasSize(1);
    }

    @Test
    void refusesTheSameKeyForAnotherAmount() throws Exception {
        caller.charge(key);
        var other = caller.post("/charges", key, EUR_1999.replace("1999", "2000"));

        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(other.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(caller.charges()).hasSize(1);
    }

    @Test
    void declinesTheDeclinedCardWithoutACharge() throws Exception {
        assertThat(caller.post("/charges", key, EUR_1999.replace("visa", "declined"))
                        .statusCode())
                .isEqualTo(402);
        assertThat(caller.charges()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{\"amount\":19",
                "{\"amount\":-1,\"currency\":\"EUR\",\"card\":\"tok_visa\"}",
                "{\"amount\":0,\"currency\":\"EUR\",\"card\":\"tok_visa\"}",
                "{\"amount\":19.99,\"currency\":\"EUR\",\"card\":\"tok_visa\"}",
                "{\"amount\":\"1999\",\"currency\":\"EUR\",\"card\":\"tok_visa\"}",
                "{\"amount\":1999,\"amount\":1,\"currency\":\"EUR\",\"card\":\"tok_visa\"}",
                "{\"amount\":1999,\"currency\":\"EURO\",\"card\":\"tok_visa\"}",
                "{\"amount\":1999,\"currency\":\"EUR\",\"card\":\"4111111111111111\"}"
            })
    void refusesABodyThatIsNoCharge(String body) throws Exception {
        var answer = caller.post("/charges", key, body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(caller.charges()).isEmpty();
    }

    @Test
    void refusesABodyThatIsTooLarge() throws Exception {
        assertThat(caller.post("/charges", key, "{\"card\":\"" + "x".repeat(20_000) + "\"}")
                        .statusCode())
                .isEqualTo(413);
    }

    @Test
    void refundsUpToTheAmountOfTheCharge() throws Exception {
        caller.charge(key);
        var charge = caller.charges().get(0).id();

        assertThat(refund(charge, 1500, key + "-r1").statusCode()).isEqualTo(201);
        assertThat(refund(charge, 500, key + "-r2").statusCode()).isEqualTo(422);
        assertThat(refund(charge, 499, key + "-r3").statusCode()).isEqualTo(201);
        assertThat(refund(charge, 499, key + "-r3").statusCode()).isEqualTo(200);
        assertThat(refund("ch_unknown", 1, key + "-r4").statusCode()).isEqualTo(422);
        assertThat(caller.refunds()).hasSize(2);
        assertThat(caller.charges()).hasSize(1);
    }

    @Test
    void makesTheChargeBeforeItLosesTheAnswer() throws Exception {
        caller.setFaults("{\"loseAnswers\":2}");

        assertThatThrownBy(() -> caller.charge(key)).isInstanceOf(IOException.class);
        assertThat(caller.charges()).hasSize(1);
        assertThatThrownBy(() -> caller.charge(key)).isInstanceOf(IOException.class);
        assertThat(caller.faults()).isEqualTo(Faults.NONE);
        assertThat(caller.charge(key).statusCode()).isEqualTo(200);
        assertThat(caller.charges()).hasSize(1);
    }

    @Test
    void isUnavailableExactlyAsOftenAsToldAndChargesNothingThen() throws Exception {
        caller.setFaults("{\"unavailable\":10}");
        var pending = Stream.generate(() -> caller.chargeAsync(null)).limit(30).toList();
        var refused = pending.stream().filter(answer -> isUnavailable(answer.join()));

        assertThat(refused).hasSize(10);
        assertThat(caller.charges()).hasSize(20);
        assertThat(caller.faults()).isEqualTo(Faults.NONE);
    }

    @Test
    void holdsTheAnswerBackAfterTheEffect() throws Exception {
        caller.setFaults("{\"delayMillis\":120000}");
        var pending = caller.chargeAsync(key);

        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> caller.charges().size() == 1);
        assertThat(pending).isNotDone();
    }

    @Test
    void setsTheFaultsLeftOutToZeroAndRefusesUnknownOnes() throws Exception {
        caller.setFaults("{\"loseAnswers\":3,\"unavailable\":4}");
        caller.setFaults("{\"delayMillis\":7}");

        assertThat(caller.faults()).isEqualTo(new Faults(0, 7, 0));
        assertThat(caller.setFaults("{\"loseAnswer\":1}").statusCode()).isEqualTo(400);
        assertThat(caller.setFaults("{\"loseAnswers\":-1}").statusCode()).isEqualTo(400);
        assertThat(caller.faults()).isEqualTo(new Faults(0, 7, 0));
    }

    private HttpResponse<String> refund(String charge, long amount, String refundKey) throws Exception {
        return caller.post("/refunds", refundKey, "{\"charge\":\"" + charge + "\",\"amount\":" + amount + "}");
    }

    private static boolean isUnavailable(HttpResponse<String> answer) {
        return answer.statusCode() == 503
                && answer.headers().firstValue("Retry-After").isPresent();
    }
}
