/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.spring.boot.shop.PaymentController;
import dev.semel.spring.boot.shop.ShopApplication;
import dev.semel.spring.boot.shop.Turnstile;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ShopIT {
    private static RunningShop shop;

    private final String key = UUID.randomUUID().toString();

    @BeforeAll
    static void start() {
        shop = RunningShop.start("semel.jdbc.schema=", "semel.secret=0123456789abcdef0123456789abcdef");
    }

    @AfterAll
    static void stop() {
        shop.close();
    }

    @Test
    void tenDuplicatesAtOnceMakeOneRowAndEqualAnswers() {
        List<CompletableFuture<HttpResponse<byte[]>>> requests = IntStream.range(0, 10)
                .mapToObj(i -> shop.later("/payments", key, key, "ann"))
                .toList();
        List<HttpResponse<byte[]>> answers =
                requests.stream().map(CompletableFuture::join).toList();
        HttpResponse<byte[]> replay = shop.pay("/payments", key, key);

        assertThat(shop.rows(key)).isEqualTo(1);
        assertThat(answers)
                .extracting(HttpResponse::statusCode)
                .isSubsetOf(201, 409)
                .contains(201);
        assertThat(answers).filteredOn(each -> each.statusCode() == 201).allSatisfy(each -> {
            assertThat(each.body()).isEqualTo(replay.body());
            assertThat(each.headers().firstValue("Location"))
                    .isEqualTo(replay.headers().firstValue("Location"))
                    .isPresent();
        });
        assertThat(replay.headers().firstValue("Idempotency-Replayed")).hasValue("true");
    }

    @Test
    void anotherAmountUnderTheSameKeyIsRefused() {
        shop.pay("/payments", key, key);

        HttpResponse<byte[]> other = shop.pay("/payments", key, key + "-other");

        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(other.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(shop.rows(key + "-other")).isZero();
    }

    @Test
    void aMissingKeyIsRefused() {
        HttpResponse<byte[]> answer = shop.pay("/payments", "", key);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(shop.rows(key)).isZero();
    }

    @Test
    void aKnownKeyWithoutCredentialsIsAnsweredAsAnyOther() {
        shop.pay("/payments", key, key);

        HttpResponse<byte[]> known = shop.send("/payments", key, key, "");
        HttpResponse<byte[]> unknown = shop.send("/payments", UUID.randomUUID().toString(), key, "");

        assertThat(known.statusCode()).isEqualTo(401);
        assertThat(known.body()).isEqualTo(unknown.body());
        assertThat(known.headers().firstValue("Idempotency-Replayed")).isEmpty();
    }

    @Test
    void aRevokedGrantGetsNoByteOfTheReplay() {
        HttpResponse<byte[]> first = shop.send("/payments", key, key, "eve");
        shop.bean(ShopApplication.Revoked.class).users().add("eve");

        HttpResponse<byte[]> after = shop.send("/payments", key, key, "eve");

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(after.statusCode()).isEqualTo(403);
        assertThat(new String(after.body(), StandardCharsets.UTF_8)).doesNotContain(key);
        assertThat(after.headers().firstValue("Location")).isEmpty();
        assertThat(after.headers().firstValue("Idempotency-Replayed")).isEmpty();
    }

    @Test
    void twoCallersWithOneKeyExecuteTwice() {
        HttpResponse<byte[]> ann = shop.send("/payments", key, key, "ann");
        HttpResponse<byte[]> bob = shop.send("/payments", key, key, "bob");

        assertThat(shop.rows(key)).isEqualTo(2);
        assertThat(bob.statusCode()).isEqualTo(201);
        assertThat(bob.body()).isNotEqualTo(ann.body());
    }

    @Test
    void strangersGetNoSharedScope() {
        HttpResponse<byte[]> answer = shop.send("/open/payments", key, key, "");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(shop.rows(key)).isZero();
    }

    @Test
    void anExceptionRollsTheRowBackAndARetryRunsAgain() {
        int before = runs();

        HttpResponse<byte[]> first = shop.pay("/payments/throws/ways", key, key);
        HttpResponse<byte[]> second = shop.pay("/payments/throws/ways", key, key);

        assertThat(first.statusCode()).isEqualTo(500);
        assertThat(second.statusCode()).isEqualTo(500);
        assertThat(second.headers().firstValue("Idempotency-Replayed")).isEmpty();
        assertThat(runs() - before).isEqualTo(2);
        assertThat(shop.rows(key)).isZero();
    }

    @Test
    void aMappedExceptionIsRecordedAndReplayedWithoutItsRows() {
        int before = runs();

        HttpResponse<byte[]> first = shop.pay("/payments/declined/ways", key, key);
        HttpResponse<byte[]> second = shop.pay("/payments/declined/ways", key, key);

        assertThat(first.statusCode()).isEqualTo(402);
        assertThat(second.statusCode()).isEqualTo(402);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().firstValue("Idempotency-Replayed")).hasValue("true");
        assertThat(runs() - before).isEqualTo(1);
        assertThat(shop.rows(key)).isZero();
    }

    @Test
    void aServerLostBeforeTheCommitLeavesNoRowAndNoSuccess() {
        HttpResponse<byte[]> answer = shop.pay("/payments/killed/ways", key, key);

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).doesNotContain("\"id\"");
        assertThat(shop.rows(key)).isZero();
        assertThat(shop.pay("/payments/inner/ways", UUID.randomUUID().toString(), key)
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void aSavepointThatIsRolledBackInsideDoesNotHarmTheRecord() {
        HttpResponse<byte[]> first = shop.pay("/payments/nested/ways", key, key);
        HttpResponse<byte[]> second = shop.pay("/payments/nested/ways", key, key);

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(shop.rows(key)).isEqualTo(1);
        assertThat(shop.rows(key + "-undone")).isZero();
    }

    @Test
    void whatIsCommittedApartInsideStaysWhenTheRestRollsBack() {
        HttpResponse<byte[]> answer = shop.pay("/payments/requires-new/ways", key, key);

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(shop.rows(key)).isZero();
        assertThat(shop.rows(key + "-audit")).isEqualTo(1);
    }

    @Test
    void aReadOnlyPartInsideJoinsTheTransaction() {
        assertThat(shop.pay("/payments/read-only/ways", key, key).statusCode()).isEqualTo(201);
        assertThat(shop.rows(key)).isEqualTo(1);
    }

    @Test
    void aHandlerWithoutATransactionOfItsOwnIsInTheRecords() {
        HttpResponse<byte[]> first = shop.pay("/payments/inner/ways", key, key);

        assertThat(shop.pay("/payments/inner/ways", key, key).body()).isEqualTo(first.body());
        assertThat(shop.rows(key)).isEqualTo(1);
    }

    @Test
    void anAsynchronousHandlerIsLeasedAndReplayed() {
        HttpResponse<byte[]> first = shop.pay("/later", key, key);
        HttpResponse<byte[]> second = shop.pay("/later", key, key);

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().firstValue("Idempotency-Replayed")).hasValue("true");
        assertThat(shop.rows(key)).isEqualTo(1);
        assertThat(shop.bean(StartUpTable.class).text()).contains("POST /later").containsPattern("POST /later +leased");
    }

    @Test
    void anOptionalKeyMayBeLeftOutAndNothingIsStored() {
        long before = shop.records();

        shop.pay("/later", "", key);
        shop.pay("/later", "", key);

        assertThat(shop.rows(key)).isEqualTo(2);
        assertThat(shop.records()).isEqualTo(before);
    }

    @Test
    void anUnguardedRouteExecutesEachTime() {
        shop.pay("/unguarded", key, key);
        shop.pay("/unguarded", key, key);

        assertThat(shop.rows(key)).isEqualTo(2);
    }

    @Test
    void aDuplicateOfARunningRequestIsRejected() {
        CompletableFuture<HttpResponse<byte[]>> first = shop.later("/slow", key, key, "ann");
        shop.bean(Turnstile.class).awaitArrival();
        HttpResponse<byte[]> duplicate = shop.pay("/slow", key, key);
        shop.bean(Turnstile.class).open();

        assertThat(duplicate.statusCode()).isEqualTo(409);
        assertThat(duplicate.headers().firstValue("Retry-After")).isPresent();
        assertThat(first.join().statusCode()).isEqualTo(201);
        assertThat(shop.rows(key)).isEqualTo(1);
    }

    @Test
    void theHandlerSeesTheKeyToSendDownstream() {
        HttpResponse<byte[]> answer = shop.pay("/payments", key, key);

        assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                .containsPattern("\"downstreamKey\":\"[0-9a-f]{32}\"");
    }

    private static int runs() {
        return shop.bean(PaymentController.class).runs();
    }
}
