/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A retry carries the precondition of the first attempt, whose process was killed: on two services, each a process. */
class OneChangeIT {
    private static final String PATCH = "{\"description\":\"two chairs\"}";

    @TempDir
    private static Path folder;

    private static EmbeddedPostgres postgres;
    private static int firstPort;
    private static int secondPort;
    private static DemoProcess second;

    private final UUID payment = UUID.randomUUID();
    private final String path = "/payments/" + payment;
    private final String key = UUID.randomUUID().toString();
    private DemoProcess first;

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .start();
        firstPort = DemoProcess.freePort();
        secondPort = DemoProcess.freePort();
        second = service(secondPort);
    }

    @AfterAll
    static void stop() throws IOException, InterruptedException {
        second.stop();
        postgres.close();
    }

    private static DemoProcess service(int port) throws IOException {
        // a change asks no provider, so there is none
        return DemoProcess.service(port, DemoProcess.freePort(), postgres.getJdbcUrl("postgres", "postgres"), folder);
    }

    @BeforeEach
    void startFirstAndPay() throws Exception {
        first = service(firstPort);
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("insert into payment (id, shop, amount, currency, charge) values ('" + payment
                    + "', 'shop-a', 1999, 'EUR', 'ch_1')");
        }
    }

    @AfterEach
    void killFirst() throws InterruptedException {
        first.kill();
    }

    @Test
    void row031_afterAKillBeforeTheCommitTheRetryExecutesOnce() throws Exception {
        CompletableFuture<HttpResponse<byte[]>> unanswered;
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("select 1 from payment where id = '" + payment + "' for update");
            unanswered = change(firstPort, key, "\"1\"");
            awaitWriter();
            first.kill();
            connection.rollback();
        }
        assertThat(unanswered.handle((answer, failure) -> failure).join()).isNotNull();

        HttpResponse<byte[]> retry = settled("\"1\"");

        assertThat(text(retry)).contains("two chairs");
        assertThat(retry.statusCode()).isEqualTo(200);
        assertThat(retry.headers().firstValue("ETag")).contains("\"2\"");
        assertThat(retry.headers().firstValue("Idempotency-Replayed")).isEmpty();
        assertThat(version()).isEqualTo(2);
    }

    @Test
    void row031_afterAKillBehindTheCommitTheRetryReplaysTheSuccess() throws Exception {
        CompletableFuture<HttpResponse<byte[]>> lost = change(firstPort, key, "\"1\"");
        await().atMost(Duration.ofSeconds(30)).until(() -> version() == 2);
        first.kill();
        lost.handle((answer, failure) -> answer).join();

        HttpResponse<byte[]> retry = change(secondPort, key, "\"1\"").join();
        HttpResponse<byte[]> other =
                change(secondPort, UUID.randomUUID().toString(), "\"1\"").join();

        assertThat(retry.statusCode()).as(text(retry)).isEqualTo(200);
        assertThat(retry.headers().firstValue("ETag")).contains("\"2\"");
        assertThat(retry.headers().firstValue("Idempotency-Replayed")).contains("true");
        assertThat(other.statusCode()).isEqualTo(412);
        assertThat(version()).isEqualTo(2);
    }

    private CompletableFuture<HttpResponse<byte[]>> change(int port, String usedKey, String tag) {
        return Shop.changeLater(port, path, Map.of("Idempotency-Key", usedKey, "If-Match", tag), PATCH);
    }

    /** The database needs a moment to notice that the killed process is gone; until then its key is in use. */
    private HttpResponse<byte[]> settled(String tag) {
        return await().atMost(Duration.ofSeconds(30))
                .until(() -> change(secondPort, key, tag).join(), answer -> answer.statusCode() != 409);
    }

    private static void awaitWriter() {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> number("select count(*) from pg_stat_activity"
                                + " where wait_event_type = 'Lock' and query like '%update payment%'")
                        == 1);
    }

    private long version() throws SQLException {
        return number("select version from payment where id = '" + payment + "'");
    }

    /** Each query on a connection of its own: within a transaction the activity of others stands still. */
    private static long number(String query) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static Connection connect() throws SQLException {
        return postgres.getPostgresDatabase().getConnection();
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
