/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is not the default: properties and attributes that a route's owner sets. */
class ShopRulesIT {
    private static RunningShop shop;

    private final String key = UUID.randomUUID().toString();

    @BeforeAll
    static void start() {
        shop = RunningShop.start(
                "semel.http.key.scope=principal",
                "semel.http.answer.expires-header=Idempotency-Expires",
                "semel.http.first-sent.enabled=true",
                "semel.http.fingerprint.headers=Accept-Language",
                "semel.http.fingerprint.decode-content=true");
    }

    @AfterAll
    static void stop() {
        shop.close();
    }

    @Test
    void aKeyOfAnotherOperationIsRefusedWhereThePrincipalIsTheScope() {
        HttpResponse<byte[]> first = shop.pay("/payments", key, key);
        HttpResponse<byte[]> other = shop.pay("/later", key, key);
        HttpResponse<byte[]> replay = shop.pay("/payments", key, key);
        HttpResponse<byte[]> somebody = shop.send("/later", key, key, "bob");

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(replay.headers().firstValue("Idempotency-Replayed")).hasValue("true");
        assertThat(somebody.statusCode()).isEqualTo(201);
        assertThat(shop.rows(key)).isEqualTo(2);
    }

    @Test
    void firstAnswerAndReplayTellTheSameExpiry() {
        HttpResponse<byte[]> first = shop.pay("/payments", key, key);
        HttpResponse<byte[]> second = shop.pay("/payments", key, key);

        assertThat(first.headers().firstValue("Idempotency-Expires")).isPresent();
        assertThat(second.headers().firstValue("Idempotency-Expires"))
                .isEqualTo(first.headers().firstValue("Idempotency-Expires"));
    }

    @Test
    void aStatusThatIsDeclaredFinalIsReplayed() {
        assertReplayed("/declared/503", 503);
    }

    @Test
    void aStatusThatIsDeclaredRetryableIsNotReplayed() {
        assertNotReplayed("/declared/404", 404);
    }

    @Test
    void anExceptionThatIsDeclaredFinalIsReplayedWithoutItsRows() {
        assertReplayed("/declared/throws", 500);
        assertThat(shop.rows(key)).isZero();
    }

    @Test
    void anExceptionThatIsDeclaredRetryableIsNotReplayedThoughAnAdviceAnswersForIt() {
        assertNotReplayed("/declared/declined", 402);
        assertThat(shop.rows(key)).isZero();
    }

    @Test
    void aReplayIsRebuiltByTheNamedBean() {
        HttpResponse<byte[]> first = shop.pay("/current", key, key);
        HttpResponse<byte[]> second = shop.pay("/current", key, key);

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(new String(second.body(), StandardCharsets.UTF_8)).isEqualTo("settled since 201");
        assertThat(second.headers().firstValue("Idempotency-Replayed")).hasValue("true");
        assertThat(shop.rows(key)).isEqualTo(1);
    }

    private void assertReplayed(String path, int status) {
        HttpResponse<byte[]> first = shop.pay(path, key, key);
        HttpResponse<byte[]> second = shop.pay(path, key, key);

        assertThat(first.statusCode()).isEqualTo(status);
        assertThat(second.statusCode()).isEqualTo(status);
        assertThat(second.headers().firstValue("Idempotency-Replayed")).hasValue("true");
    }

    private void assertNotReplayed(String path, int status) {
        HttpResponse<byte[]> first = shop.pay(path, key, key);
        HttpResponse<byte[]> second = shop.pay(path, key, key);

        assertThat(first.statusCode()).isEqualTo(status);
        assertThat(second.statusCode()).isEqualTo(status);
        assertThat(second.headers().firstValue("Idempotency-Replayed")).isEmpty();
    }
}
