/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments;

import static dev.semel.examples.payments.Shop.EUR_1999;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * What the README's first page promises, on each store other than the usual one: {@code ./semel demo --store} with the
 * servers that it starts itself.
 */
class OnEachStore {
    private static final List<String> STORES = List.of("redis", "redis-cluster", "mariadb", "h2");
    private static final int TEN = 10;
    private static final Map<String, Demo> RUNNING = new ConcurrentHashMap<>();

    @TempDir
    private static Path folder;

    /** One demo with all its parts. */
    private record Demo(String store, int port, int providerPort, DemoProcess process) {
        static Demo start(String store) {
            try {
                return start(store, DemoProcess.freePort(), DemoProcess.freePort());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        static Demo start(String store, int port, int providerPort) throws IOException {
            DemoProcess process = DemoProcess.start(
                    "demo",
                    "--store",
                    store,
                    "--port",
                    String.valueOf(port),
                    "--provider-port",
                    String.valueOf(providerPort),
                    "--data",
                    data(store).toString());
            return new Demo(store, port, providerPort, process);
        }

        Demo startedAgain() throws IOException {
            return start(store, port, providerPort);
        }

        int charges() {
            return Shop.get(providerPort, "/charges").size();
        }

        JsonNode payments() {
            return Shop.get(port, "/payments");
        }

        /** Sends again while another attempt has the key. */
        HttpResponse<byte[]> settled(String key) {
            return await().atMost(Duration.ofSeconds(30))
                    .until(() -> Shop.pay(port, key, EUR_1999), answer -> answer.statusCode() != 409);
        }
    }

    @BeforeAll
    static void start() {
        // all at once, for they mostly wait; and all to their ends, so that each that runs is stopped
        CompletableFuture.allOf(STORES.stream()
                        .map(store -> CompletableFuture.runAsync(() -> RUNNING.put(store, Demo.start(store))))
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        for (Demo demo : RUNNING.values()) {
            demo.process().stop();
        }
    }

    private static Demo running(String store) {
        return Objects.requireNonNull(RUNNING.get(store), store);
    }

    private static Path data(String store) {
        return folder.resolve(store);
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis", "redis-cluster", "mariadb", "h2"})
    void tenAtOnceMakeOneChargeAndGetTheSameBytes(String store) {
        Demo demo = running(store);
        int charges = demo.charges();
        int rows = demo.payments().size();

        List<CompletableFuture<HttpResponse<byte[]>>> sent = Stream.generate(
                        () -> Shop.payLater(demo.port(), "at-once", EUR_1999))
                .limit(TEN)
                .toList();
        List<HttpResponse<byte[]>> answers = sent.stream()
                .map(CompletableFuture::join)
                .map(answer -> answer.statusCode() == 409 ? demo.settled("at-once") : answer)
                .toList();

        assertThat(answers).allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(201));
        assertThat(answers.stream().map(OnEachStore::text).distinct()).hasSize(1);
        assertThat(answers.stream().filter(OnEachStore::isReplay)).hasSize(TEN - 1);
        assertThat(demo.charges() - charges).isEqualTo(1);
        assertThat(demo.payments().size() - rows).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis", "redis-cluster", "mariadb", "h2"})
    void knowsWhatItIsAndWhatWasPaidBack(String store) {
        Demo demo = running(store);
        String paid = Shop.pay(demo.port(), "refunded", EUR_1999)
                .headers()
                .firstValue("Location")
                .orElseThrow();

        HttpResponse<byte[]> refund = Shop.pay(demo.port(), paid + "/refunds", "back", "{\"amount\":1500}");
        HttpResponse<byte[]> tooMuch = Shop.pay(demo.port(), paid + "/refunds", "more", "{\"amount\":500}");
        HttpResponse<byte[]> changed = Shop.changeLater(
                        demo.port(),
                        paid,
                        Map.of("Idempotency-Key", "note", "If-Match", "\"2\""),
                        "{\"description\":\"zwölf Stühle \uD83E\uDE91\"}")
                .join();

        assertThat(refund.statusCode()).as(text(refund)).isEqualTo(201);
        assertThat(tooMuch.statusCode()).as(text(tooMuch)).isEqualTo(422);
        assertThat(changed.statusCode()).as(text(changed)).isEqualTo(200);
        assertThat(Shop.get(demo.port(), paid).toString())
                .contains("partly_refunded", "zwölf Stühle \uD83E\uDE91")
                .isEqualTo(Shop.json(text(changed)).toString());
        assertThat(Shop.get(demo.port(), "/store").toString())
                .containsIgnoringCase(store.replace("-cluster", ""))
                .contains(store.startsWith("redis") ? "leased" : "joined");
    }

    /**
     * Two keys are under way when the process dies: of one the payment is written down and the answer not yet recorded,
     * for Redis stands still; of the other only the provider knows.
     */
    @Test
    void aDemoOnRedisKilledBeforeItsRecordsMakesNoSecondChargeAndNoSecondRow() throws Exception {
        Demo demo = running("redis");
        int charges = demo.charges();
        int rows = demo.payments().size();
        Shop.faults(demo.providerPort(), "{\"delayMillis\":60000}");
        CompletableFuture<HttpResponse<byte[]>> charged = Shop.payLater(demo.port(), "charged", EUR_1999);
        await().atMost(Duration.ofSeconds(30)).until(() -> demo.charges() == charges + 1);
        Shop.faults(demo.providerPort(), "{\"delayMillis\":2000}");
        CompletableFuture<HttpResponse<byte[]>> written = Shop.payLater(demo.port(), "written", EUR_1999);
        await().atMost(Duration.ofSeconds(30)).until(() -> demo.charges() == charges + 2);
        String redis = pid("redis");
        signal("-STOP", redis);
        await().atMost(Duration.ofSeconds(30)).until(() -> demo.payments().size() == rows + 1);

        demo.process().kill();
        // As if the machine had died: what stands in its socket is not to be read when it goes on.
        signal("-KILL", redis);
        assertThat(Stream.of(written, charged))
                .allSatisfy(sent -> assertThat(sent).failsWithin(Duration.ofSeconds(30)));
        Demo again = demo.startedAgain();
        RUNNING.put("redis", again);

        for (String key : List.of("written", "charged")) {
            HttpResponse<byte[]> answer = again.settled(key);
            assertThat(answer.statusCode()).as(text(answer)).isEqualTo(201);
            HttpResponse<byte[]> replay = again.settled(key);
            assertThat(isReplay(replay)).isTrue();
            assertThat(text(replay)).isEqualTo(text(answer));
        }
        assertThat(again.charges() - charges).isEqualTo(2);
        assertThat(again.payments().size() - rows).isEqualTo(2);
    }

    private static String pid(String store) throws IOException {
        return Files.readString(data(store).resolve(store).resolve("redis.pid")).strip();
    }

    private static void signal(String signal, String pid) throws Exception {
        assertThat(new ProcessBuilder("kill", signal, pid).start().waitFor()).isZero();
    }

    private static boolean isReplay(HttpResponse<byte[]> answer) {
        return answer.headers().firstValue("Idempotency-Replayed").isPresent();
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
