/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.semel.spring.IdempotencySetupException;
import dev.semel.spring.boot.shop.Turnstile;
import java.net.http.HttpResponse;
import java.sql.DriverManager;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;

/** Start, pools, health and end of the shop. */
class ShopLifeIT {
    private final String key = UUID.randomUUID().toString();

    @Test
    void aPoolOfOneDoesNotDeadlock() {
        try (RunningShop shop = RunningShop.start("spring.datasource.hikari.maximum-pool-size=1")) {
            List<CompletableFuture<HttpResponse<byte[]>>> requests = IntStream.range(0, 20)
                    .mapToObj(i -> shop.later("/payments", key + (i % 10), key + (i % 10), "ann"))
                    .toList();
            List<HttpResponse<byte[]>> answers =
                    requests.stream().map(CompletableFuture::join).toList();

            assertThat(answers).extracting(HttpResponse::statusCode).isSubsetOf(201, 409);
            assertThat(IntStream.range(0, 10).mapToLong(i -> shop.rows(key + i)))
                    .containsOnly(1L);
            assertThat(shop.pay("/later", key, key).statusCode()).isEqualTo(201);
        }
    }

    @Test
    void aFilterBeforeSecurityFailsAtStart() {
        assertThatThrownBy(() -> RunningShop.start("semel.http.filter-order=-200"))
                .isInstanceOf(IdempotencySetupException.class)
                .hasMessageContaining("semel.http.filter-order=-200")
                .hasMessageContaining("order -100");
        assertThatThrownBy(() -> RunningShop.start("spring.security.filter.order=-50"))
                .isInstanceOf(IdempotencySetupException.class)
                .hasMessageContaining("would run before Spring Security");
    }

    @Test
    void missingTablesFailTheStartAndSayWhatToDo() {
        assertThatThrownBy(() -> RunningShop.start("semel.jdbc.schema=not_there", "semel.jdbc.initialize-schema=false"))
                .rootCause()
                .hasMessageContaining("semel.jdbc.initialize-schema=true");
    }

    @Test
    void tablesInASchemaOfTheirOwnAreUsed() {
        try (RunningShop shop = RunningShop.start("semel.jdbc.schema=semel_own")) {
            HttpResponse<byte[]> first = shop.pay("/payments", key, key);

            assertThat(shop.pay("/payments", key, key).body()).isEqualTo(first.body());
        }
    }

    @Test
    void aPathIsGuardedWithoutAnAnnotation() {
        try (RunningShop shop = RunningShop.start("semel.http.paths=POST /unguarded,/elsewhere/**")) {
            HttpResponse<byte[]> first = shop.pay("/unguarded", key, key);

            assertThat(shop.pay("/unguarded", key, key).body()).isEqualTo(first.body());
            assertThat(shop.rows(key)).isEqualTo(1);
            assertThat(shop.bean(StartUpTable.class).text())
                    .contains("POST /unguarded")
                    .containsPattern("POST /payments +joined +PostgreSQL [0-9.]+ +- +24h +is rejected")
                    .contains("record and rows commit together");
        }
    }

    @Test
    void theHealthTellsOfTheStoreAndOfNothingElse() throws Exception {
        try (RunningShop shop = RunningShop.start("management.endpoint.health.show-details=always")) {
            assertThat(shop.get("/actuator/health/semel"))
                    .contains(
                            "\"status\":\"UP\"",
                            "\"store\":\"PostgreSQL",
                            "\"durability\":\"B\"",
                            "\"schemaVersion\":1");

            shop.bean(HikariDataSource.class).close();
            HealthIndicator health = shop.context().getBean("semelHealthIndicator", HealthIndicator.class);

            assertThat(health.health()).satisfies(down -> {
                assertThat(down.getStatus()).isEqualTo(Status.DOWN);
                assertThat(down.getDetails())
                        .containsOnlyKeys("store", "durability", "shared", "modes", "schemaVersion", "reason");
            });
        }
    }

    @Test
    void aStoreThatIsAwayRefusesBeforeTheHandlerRuns() {
        try (RunningShop shop = RunningShop.start()) {
            shop.bean(HikariDataSource.class).close();

            assertThat(shop.pay("/payments", key, key).statusCode()).isEqualTo(503);
        }
    }

    @Test
    void aRequestUnderWayEndsBeforeTheShopCloses() throws Exception {
        RunningShop shop = RunningShop.start();
        CompletableFuture<HttpResponse<byte[]>> request = shop.later("/slow", key, key, "ann");
        Turnstile turnstile = shop.bean(Turnstile.class);
        turnstile.awaitArrival();
        shop.context().addApplicationListener((ApplicationListener<ContextClosedEvent>) closing -> turnstile.open());
        shop.close();

        assertThat(request.join().statusCode()).isEqualTo(201);
        try (var connection = DriverManager.getConnection(Postgres.url(), "postgres", "postgres");
                var rows = connection
                        .createStatement()
                        .executeQuery("select count(*) from payment where note = '" + key + "'")) {
            rows.next();
            assertThat(rows.getLong(1)).isEqualTo(1);
        }
    }
}
