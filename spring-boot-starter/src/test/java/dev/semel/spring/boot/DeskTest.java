/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.spring.boot.desk.DeskApplication;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** Rows 71, 75, 89, 120, 129 and 134 on a real server, with what Spring MVC does about bodies. */
class DeskTest {
    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String MULTIPART = "multipart/form-data; boundary=b";
    private static final String PARTS =
            "--b\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nhello\r\n--b--\r\n";

    private static ConfigurableApplicationContext desk;

    private final HttpClient client = HttpClient.newHttpClient();
    private final String key = UUID.randomUUID().toString();
    private int before;

    @BeforeAll
    static void start() {
        desk = RunningDesk.start(
                "server.compression.enabled=true",
                "server.compression.min-response-size=100B",
                "spring.mvc.hiddenmethod.filter.enabled=true");
    }

    @AfterAll
    static void stop() {
        desk.close();
    }

    @BeforeEach
    void count() {
        before = desk.getBean(DeskApplication.Desk.class).runs();
    }

    private void assertRuns(int expected) {
        assertThat(desk.getBean(DeskApplication.Desk.class).runs() - before).isEqualTo(expected);
    }

    private static int port() {
        return RunningDesk.port(desk);
    }

    private HttpResponse<byte[]> send(String method, String path, String type, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port() + path))
                .header("Content-Type", type)
                .header("Idempotency-Key", key)
                .method(method, BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static boolean isReplay(HttpResponse<?> response) {
        return response.headers().firstValue("Idempotency-Replayed").isPresent();
    }

    @Test
    void row120_aMultipartBodyForAHandlerOfJsonIsRefusedAsWithoutTheLayerAndUsesNoKey() throws Exception {
        for (int time = 0; time < 2; time++) {
            HttpResponse<byte[]> refused = send("POST", "/notes", MULTIPART, PARTS);
            assertThat(refused.statusCode()).isEqualTo(415);
            assertThat(isReplay(refused)).isFalse();
        }
        assertRuns(0);
    }

    @Test
    void row120_partsAreParametersOfTheHandler() throws Exception {
        assertThat(send("POST", "/forms", MULTIPART, PARTS).body()).asString().isEqualTo("hello");
        assertThat(isReplay(send("POST", "/forms", MULTIPART.replace("=b", "=c"), PARTS.replace("--b", "--c"))))
                .isTrue();
        assertRuns(1);
    }

    @Test
    void row120_aFormThatTheFilterOfHiddenMethodsHasReadReplays() throws Exception {
        assertReplays("POST");
    }

    @Test
    void row120_aFormThatTheFilterOfPatchesHasReadReplays() throws Exception {
        assertReplays("PATCH");
    }

    private void assertReplays(String method) throws Exception {
        HttpResponse<byte[]> first = send(method, "/forms", FORM, "text=hello+you");
        assertThat(first.body()).asString().isEqualTo("hello you");
        HttpResponse<byte[]> replay = send(method, "/forms", FORM, "text=hello+you");
        assertThat(replay.body()).isEqualTo(first.body());
        assertThat(isReplay(replay)).isTrue();
        assertThat(send(method, "/forms", FORM, "text=other").statusCode()).isEqualTo(422);
        assertRuns(1);
    }

    @Test
    void row129_anEmitterThatLosesItsClientHasEnded() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.getOutputStream()
                    .write(("POST /events HTTP/1.1\r\nHost: localhost\r\nIdempotency-Key: " + key
                                    + "\r\nContent-Type: text/plain\r\nContent-Length: 0\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().readNBytes(3000)).hasSize(3000);
            socket.setSoLinger(true, 0);
        }
        Awaitility.await().untilAsserted(() -> {
            HttpResponse<byte[]> retry = send("POST", "/events", "text/plain", "");
            assertThat(retry.statusCode())
                    .as("%s", new String(retry.body(), StandardCharsets.UTF_8))
                    .isEqualTo(200);
            assertThat(isReplay(retry)).isTrue();
            assertThat(retry.headers().firstValue("Idempotency-Replay")).contains("omitted");
        });
        assertRuns(1);
    }

    @Test
    void row075_compressionIsThatOfEachRequest() throws Exception {
        String body = "{\"text\":\"x\"}";
        HttpResponse<byte[]> zipped = send("POST", "/notes", JSON, body, "Accept-Encoding", "gzip");
        HttpResponse<byte[]> plain = send("POST", "/notes", JSON, body, "Accept-Encoding", "identity");
        assertThat(zipped.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(isReplay(plain)).isTrue();
        try (InputStream unzipped = new GZIPInputStream(new ByteArrayInputStream(zipped.body()))) {
            assertThat(unzipped.readAllBytes()).isEqualTo(plain.body());
        }
        assertThat(send("POST", "/notes", JSON, body, "Accept-Encoding", "gzip").body())
                .isEqualTo(zipped.body());
        assertRuns(1);
    }

    @Test
    void row134_aPreflightMayNameTheKey() throws Exception {
        HttpRequest preflight = HttpRequest.newBuilder(URI.create("http://localhost:" + port() + "/notes"))
                .header("Origin", "https://one.example")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "content-type,idempotency-key")
                .method("OPTIONS", BodyPublishers.noBody())
                .build();
        HttpResponse<Void> answer = client.send(preflight, BodyHandlers.discarding());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Headers").orElse(""))
                .containsIgnoringCase("idempotency-key");
        assertRuns(0);
    }

    @Test
    void row071_134_aReplayIsForTheOriginOfItsRequestAndShowsItsMarkers() throws Exception {
        String body = "{\"text\":\"x\"}";
        for (String origin : new String[] {"https://one.example", "https://two.example"}) {
            HttpResponse<byte[]> answer = send("POST", "/notes", JSON, body, "Origin", origin);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(isReplay(answer)).isEqualTo(origin.contains("two"));
            assertThat(answer.headers().allValues("Access-Control-Allow-Origin"))
                    .containsExactly(origin);
            assertThat(String.join(",", answer.headers().allValues("Access-Control-Expose-Headers")))
                    .contains("Idempotency-Replayed", "Idempotency-Recorded", "Retry-After");
        }
        assertThat(send("POST", "/notes", JSON, body, "Origin", "https://stranger.example")
                        .statusCode())
                .isEqualTo(403);
        assertRuns(1);
    }
}
