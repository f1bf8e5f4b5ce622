/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.DefaultHttpRequestRetryStrategy;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.TimeValue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** HTTP clients that send a POST again without a word to their caller, each where it does so. */
class ResendingClientsIT {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String LOGIN = "Bearer sk_test_shop_a";
    private static final Pattern ID = Pattern.compile("\"id\":\"(ch_[0-9a-f]+)\"");

    @TempDir
    private static Path folder;

    private static TwoNodes service;

    private final String run = UUID.randomUUID().toString();
    private final String form = "amount=1999&currency=eur&source=tok_visa&metadata[run]=" + run;
    private int movedBefore;

    @BeforeAll
    static void start() throws IOException {
        service = TwoNodes.start(folder);
    }

    @AfterAll
    static void stop() throws IOException {
        service.close();
    }

    @BeforeEach
    void count() throws IOException {
        movedBefore = service.moved();
    }

    @ParameterizedTest
    @EnumSource
    void twoHundredRequestsWhoseAnswersAreLostMakeTwoHundredCharges(Kind kind) throws Exception {
        var ids = send(kind, "");

        assertThat(ids).containsExactlyInAnyOrderElementsOf(service.stored(run).keySet());
        assertThat(service.stored(run).values()).doesNotHaveDuplicates().hasSize(ManyCalls.COUNT);
        assertThat(service.moved() - movedBefore).isEqualTo(ManyCalls.COUNT);
    }

    @ParameterizedTest
    @EnumSource
    void withoutTheLayerTheSameRequestsMakeTwiceAsMany(Kind kind) throws Exception {
        var ids = send(kind, TwoNodes.UNGUARDED);

        assertThat(ids).hasSize(ManyCalls.COUNT);
        assertThat(service.stored(run)).hasSize(2 * ManyCalls.COUNT);
        assertThat(service.moved() - movedBefore).isEqualTo(2 * ManyCalls.COUNT);
    }

    /** Each request is sent once by this test, under a key of its own, and comes twice at the proxy. */
    private List<String> send(Kind kind, String prefix) throws Exception {
        try (var proxy = new LossyProxy(kind.loss, service.ports());
                var client = kind.client()) {
            var url = URI.create(proxy.url() + prefix + "/v1/charges");
            client.warmUp(proxy.url() + "/v1/charges");
            var answers = ManyCalls.by(
                    kind.threads, () -> client.post(url, UUID.randomUUID().toString(), form));
            assertThat(proxy.lost()).isEqualTo(ManyCalls.COUNT);
            assertThat(proxy.duplicates()).isEqualTo(ManyCalls.COUNT);
            return answers.stream().map(ResendingClientsIT::id).toList();
        }
    }

    private static String id(String answer) {
        var id = ID.matcher(answer);
        assertThat(id.find()).as(answer).isTrue();
        return id.group(1);
    }

    private enum Kind {
        /** sun.net.http.retryPost, which is on where nobody turns it off. */
        JDK_HTTP_URL_CONNECTION(LossyProxy.Loss.BEFORE_THE_HEADERS, 8) {
            @Override
            Client client() {
                return new JdkConnection();
            }
        },
        /** retryOnConnectionFailure, which is on, and sends again on a new connection when a kept one fails. */
        OKHTTP(LossyProxy.Loss.BEFORE_THE_HEADERS, 1) {
            @Override
            Client client() {
                return new OkHttp(new OkHttpClient());
            }
        },
        /** DefaultHttpRequestRetryStrategy sends whatever was answered 503 once more. */
        APACHE_HTTP_CLIENT_5(LossyProxy.Loss.UNAVAILABLE, 8) {
            @Override
            Client client() {
                return new Apache(HttpClients.custom()
                        .setRetryStrategy(new DefaultHttpRequestRetryStrategy(1, TimeValue.ofMilliseconds(1)))
                        .build());
            }
        };

        private final LossyProxy.Loss loss;
        private final int threads;

        Kind(LossyProxy.Loss loss, int threads) {
            this.loss = loss;
            this.threads = threads;
        }

        abstract Client client();
    }

    private interface Client extends AutoCloseable {

        /** The body of the answer. */
        String post(URI url, String key, String form) throws IOException;

        /** For clients that behave differently once they have been answered. */
        default void warmUp(String url) throws IOException {}

        @Override
        default void close() throws IOException {}
    }

    private record JdkConnection() implements Client {

        @Override
        public String post(URI url, String key, String form) throws IOException {
            var connection = (HttpURLConnection) url.toURL().openConnection();
            connection.setRequestProperty("Authorization", LOGIN);
            connection.setRequestProperty("Idempotency-Key", key);
            connection.setRequestProperty("Content-Type", FORM);
            connection.setDoOutput(true);
            connection.getOutputStream().write(form.getBytes(StandardCharsets.US_ASCII));
            try (var in = connection.getInputStream()) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
    }

    private record OkHttp(OkHttpClient http) implements Client {

        @Override
        public void warmUp(String url) throws IOException {
            send(new Request.Builder().url(url));
        }

        @Override
        public String post(URI url, String key, String form) throws IOException {
            var body = RequestBody.create(form.getBytes(StandardCharsets.US_ASCII), MediaType.get(FORM));
            return send(new Request.Builder()
                    .url(url.toString())
                    .header("Idempotency-Key", key)
                    .post(body));
        }

        private String send(Request.Builder request) throws IOException {
            var call = http.newCall(request.header("Authorization", LOGIN).build());
            try (var answer = call.execute()) {
                return answer.body().string();
            }
        }

        @Override
        public void close() {
            http.connectionPool().evictAll();
            http.dispatcher().executorService().shutdown();
        }
    }

    private record Apache(CloseableHttpClient http) implements Client {

        @Override
        public String post(URI url, String key, String form) throws IOException {
            var request = new HttpPost(url);
            request.setHeader("Authorization", LOGIN);
            request.setHeader("Idempotency-Key", key);
            request.setEntity(new StringEntity(form, ContentType.APPLICATION_FORM_URLENCODED));
            return http.execute(request, answer -> EntityUtils.toString(answer.getEntity()));
        }

        @Override
        public void close() throws IOException {
            http.close();
        }
    }
}
