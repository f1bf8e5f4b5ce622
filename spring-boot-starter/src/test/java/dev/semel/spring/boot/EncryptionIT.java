/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What lies in the database while a service with encryption answers from it. */
class EncryptionIT {
    private static final String FIRST = "semel.encryption.keys.first=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final String SECOND = "semel.encryption.keys.second=HwECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHgA=";

    private final String key = UUID.randomUUID().toString();

    /** All answers that the database holds, byte by byte; what is compressed would hide them from this test. */
    private static List<String> dump(RunningShop shop) {
        return shop
                .bean(JdbcClient.class)
                .sql("select result from semel_record where result is not null")
                .query(byte[].class)
                .list()
                .stream()
                .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1))
                .toList();
    }

    private static RunningShop shop(String mode, String... properties) {
        List<String> all = new java.util.ArrayList<>(List.of(properties));
        all.add("semel.default.mode=" + mode);
        return RunningShop.start(all.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"joined", "leased"})
    void row115_aDumpOfTheDatabaseTellsNoAnswer(String mode) {
        try (RunningShop plain = shop(mode)) {
            plain.pay("/payments", key + "-plain", key);
            assertThat(dump(plain)).as("what this test looks for").anyMatch(text -> text.contains(key));
        }
        String secret = "secret " + key;
        try (RunningShop shop = shop(mode, "semel.encryption.active=first", FIRST)) {
            HttpResponse<byte[]> first = shop.pay("/payments", key, secret);
            HttpResponse<byte[]> retry = shop.pay("/payments", key, secret);

            assertThat(new String(first.body(), StandardCharsets.UTF_8)).contains(secret);
            assertThat(retry.body()).isEqualTo(first.body());
            assertThat(retry.headers().firstValue("Idempotency-Replayed")).hasValue("true");
            assertThat(dump(shop)).noneMatch(text -> text.contains(secret));
            assertThat(shop.rows(secret)).isEqualTo(1);
        }
    }

    @Test
    void row115_equalBodiesOfTwoCallersHaveDifferentFingerprints() {
        try (RunningShop shop = shop("joined")) {
            JdbcClient database = shop.bean(JdbcClient.class);
            database.sql("delete from semel_record").update();
            shop.send("/payments", key, key, "ann");
            shop.send("/payments", key, key, "bob");

            assertThat(database.sql("select distinct fingerprint from semel_record")
                            .query(byte[].class)
                            .list())
                    .hasSize(2);
        }
    }

    @Test
    void aKeyIsChangedWithoutForgettingAnAnswer() {
        byte[] answer;
        try (RunningShop old = shop("joined", "semel.encryption.active=first", FIRST)) {
            answer = old.pay("/payments", key, key).body();
        }
        try (RunningShop without = shop("joined", "semel.encryption.active=second", SECOND)) {
            HttpResponse<byte[]> refused = without.pay("/payments", key, key);
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(without.rows(key)).isEqualTo(1);
        }
        try (RunningShop rotated = shop("joined", "semel.encryption.active=second", SECOND, FIRST)) {
            assertThat(rotated.pay("/payments", key, key).body()).isEqualTo(answer);
            assertThat(rotated.rows(key)).isEqualTo(1);
        }
    }
}
