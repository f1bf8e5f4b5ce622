/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client;

import static dev.semel.client.ScriptedServer.answer;
import static dev.semel.client.ScriptedServer.lost;
import static dev.semel.client.ScriptedServer.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.semel.IdempotencyKey;
import dev.semel.client.SendResult.Unknown;
import dev.semel.client.jdk.IdempotentHttpClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdkClientTest extends ClientBehaviours {
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Override
    Caller caller(IdempotentSender sender) {
        IdempotentHttpClient client = new IdempotentHttpClient(http, sender);
        return sending -> reply(client.send(request(sending, patience()), BodyHandlers.ofString()));
    }

    @Test
    void rowC08_sendsABodyOfUnknownLengthOnce() throws Exception {
        ScriptedServer server = server(lost(), answer(201, ""));
        HttpRequest request = HttpRequest.newBuilder(server.at("/"))
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[10])))
                .build();

        SendResult<?> result = client().send(request, BodyHandlers.discarding());

        assertThat(result).isInstanceOf(Unknown.class);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void rowC08_sendsTheSameBytesThoughTheFileChanges(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("body"), "before");
        ScriptedServer server = server((socket, request) -> Files.writeString(file, "after!"), answer(201, ""));
        HttpRequest request = HttpRequest.newBuilder(server.at("/"))
                .POST(BodyPublishers.ofFile(file))
                .build();

        client().send(request, BodyHandlers.discarding());

        assertThat(server.requests()).extracting(ScriptedServer.Request::body).containsExactly("before", "before");
    }

    @Test
    void rowC04_looksIntoABodyThatIsStreamed() throws Exception {
        ScriptedServer server = server(problem(409, "indeterminate"));
        HttpRequest request = HttpRequest.newBuilder(server.at("/"))
                .POST(BodyPublishers.noBody())
                .build();

        SendResult<HttpResponse<InputStream>> result = client().send(request, BodyHandlers.ofInputStream());

        assertThat(result).isInstanceOf(Unknown.class);
        assertThat(new String(bodyOf(result).readAllBytes(), StandardCharsets.UTF_8))
                .contains("\"indeterminate\"");
    }

    @Test
    void rowC02_sendsAKeyThatIsGivenWithTheCallByAnyMethod() throws Exception {
        ScriptedServer server = server(answer(200, ""));
        HttpRequest request = HttpRequest.newBuilder(server.at("/"))
                .PUT(BodyPublishers.noBody())
                .build();

        client().send(request, BodyHandlers.discarding(), KeySource.of(IdempotencyKey.of("order-42")));

        assertThat(server.requests().get(0).header("Idempotency-Key")).containsExactly("order-42");
    }

    @Test
    void rowC13_refusesAKeyThatWasCopiedFromTheInboundRequest() throws Exception {
        ScriptedServer server = server(answer(201, ""));
        HttpRequest request = HttpRequest.newBuilder(server.at("/"))
                .header("Idempotency-Key", "inbound-1")
                .POST(BodyPublishers.noBody())
                .build();
        KeySource derived = KeySource.of(IdempotencyKey.of("derived-1"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> client().send(request, BodyHandlers.discarding(), derived))
                .withMessageNotContaining("inbound-1");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void rowC14_refusesAClientThatFollowsRedirectsByItself() {
        HttpClient following = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IdempotentHttpClient(following, builder().build()));
    }

    private IdempotentHttpClient client() {
        return new IdempotentHttpClient(http, builder().build());
    }

    private static InputStream bodyOf(SendResult<HttpResponse<InputStream>> result) {
        HttpResponse<InputStream> response = result.response();
        if (response == null) {
            throw new AssertionError("no response");
        }
        return response.body();
    }

    static HttpRequest request(Caller.Sending sending, Duration patience) {
        HttpRequest.Builder request = HttpRequest.newBuilder(sending.uri())
                .timeout(patience)
                .method(
                        sending.method(),
                        sending.body().isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(sending.body()));
        sending.headers().forEach(request::header);
        return request.build();
    }

    static Caller.Reply reply(SendResult<HttpResponse<String>> result) throws IOException {
        HttpResponse<String> response = result.response();
        if (response == null) {
            throw new IOException("no response");
        }
        return new Caller.Reply(response.statusCode(), response.body());
    }
}
