/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client;

import static dev.semel.client.ScriptedServer.answer;
import static dev.semel.client.ScriptedServer.lost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.IdempotencyKey;
import dev.semel.client.okhttp.IdempotentCalls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.Call;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OkHttpClientTest extends ClientBehaviours {
    private static final RequestBody ONE_SHOT = new RequestBody() {
        @Override
        public MediaType contentType() {
            return MediaType.get("text/plain");
        }

        @Override
        public boolean isOneShot() {
            return true;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            sink.writeUtf8("once");
        }
    };

    @Override
    Caller caller(IdempotentSender sender) {
        OkHttpClient client = client(sender);
        return sending -> {
            RequestBody body = sending.method().equals("GET")
                    ? null
                    : RequestBody.create(sending.body().getBytes(StandardCharsets.UTF_8));
            Request.Builder request =
                    new Request.Builder().url(sending.uri().toURL()).method(sending.method(), body);
            sending.headers().forEach(request::header);
            try (Response response = client.newCall(request.build()).execute()) {
                return new Caller.Reply(response.code(), response.body().string());
            }
        };
    }

    @Test
    void rowC08_sendsAOneShotBodyOnce() throws Exception {
        ScriptedServer server = server(lost(), answer(201, ""));
        Request request =
                new Request.Builder().url(server.at("/").toURL()).post(ONE_SHOT).build();

        assertThatThrownBy(() -> client(builder().build()).newCall(request).execute())
                .isInstanceOf(OutcomeUnknownException.class);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void rowC08_sendsTheSameBytesThoughTheFileChanges(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("body"), "before");
        ScriptedServer server = server((socket, request) -> Files.writeString(file, "after!"), answer(201, ""));
        RequestBody body = RequestBody.create(file.toFile(), MediaType.get("text/plain"));
        Request request =
                new Request.Builder().url(server.at("/").toURL()).post(body).build();

        client(builder().build()).newCall(request).execute().close();

        assertThat(server.requests()).extracting(ScriptedServer.Request::body).containsExactly("before", "before");
    }

    @Test
    void rowC10_aCancelledCallIsNotSentAgain() throws Exception {
        AtomicReference<Call> running = new AtomicReference<>();
        ScriptedServer server = server(
                (socket, request) -> Objects.requireNonNull(running.get()).cancel(), answer(201, ""));
        List<SendResult<?>> results = new ArrayList<>();
        Request request = new Request.Builder()
                .url(server.at("/").toURL())
                .post(RequestBody.create(new byte[0]))
                .build();
        Call call = client(builder().listener(results::add).build()).newCall(request);
        running.set(call);

        assertThatThrownBy(call::execute).isInstanceOf(OutcomeUnknownException.class);
        assertThat(results)
                .singleElement()
                .extracting(each -> each.report().attempts())
                .isEqualTo(1);
    }

    @Test
    void rowC11_theResponseTellsTheReport() throws Exception {
        ScriptedServer server = server(lost(), answer(201, "done"));
        Request request = new Request.Builder()
                .url(server.at("/").toURL())
                .tag(KeySource.class, KeySource.of(IdempotencyKey.of("order-42")))
                .post(RequestBody.create(new byte[0]))
                .build();

        try (Response response = client(builder().build()).newCall(request).execute()) {
            assertThat(response.request().tag(SendReport.class))
                    .isEqualTo(new SendReport(IdempotencyKey.of("order-42"), 2, SendReport.Origin.UNMARKED));
        }
    }

    @Test
    void rowC14_refusesAClientThatFollowsRedirectsByItself() throws Exception {
        ScriptedServer server = server(answer(201, ""));
        OkHttpClient following =
                client(builder().build()).newBuilder().followRedirects(true).build();
        Request request = new Request.Builder()
                .url(server.at("/").toURL())
                .post(RequestBody.create(new byte[0]))
                .build();

        assertThatIllegalStateException()
                .isThrownBy(() -> following.newCall(request).execute());
        assertThat(server.requests()).isEmpty();
    }

    private OkHttpClient client(IdempotentSender sender) {
        return new OkHttpClient.Builder()
                .followRedirects(false)
                .readTimeout(patience())
                .addInterceptor(new IdempotentCalls(sender))
                .build();
    }
}
