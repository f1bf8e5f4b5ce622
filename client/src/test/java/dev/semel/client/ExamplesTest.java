/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client;

import static dev.semel.client.ScriptedServer.answer;
import static dev.semel.client.ScriptedServer.lost;
import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.client.feign.IdempotentFeignClient;
import dev.semel.client.jdk.IdempotentHttpClient;
import dev.semel.client.okhttp.IdempotentCalls;
import dev.semel.client.spring.IdempotentInterceptor;
import dev.semel.client.webclient.IdempotentExchangeFilter;
import feign.Feign;
import feign.RequestLine;
import feign.Retryer;
import feign.http2client.Http2Client;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

/** The examples of the README and of the Javadoc are this class's own, and do what they say. */
class ExamplesTest {
    private static final Pattern EXAMPLE =
            Pattern.compile("(?s)```java\\n(.*?)```|<pre>\\{@code\\n(.*?)\\n \\* }</pre>");

    private final Map<String, KeyJournal.Entry> entries = new ConcurrentHashMap<>();
    private final KeyJournal journal = (intent, proposed) -> entries.computeIfAbsent(intent, name -> proposed);
    private final ScriptedServer server = new ScriptedServer(lost(), answer(201, "paid"));

    ExamplesTest() throws IOException {}

    interface Payments {
        @RequestLine("POST /payments")
        String pay(String body);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void theJdksClient() {
        HttpRequest request = HttpRequest.newBuilder(server.at("/payments"))
                .POST(BodyPublishers.ofString("pay"))
                .build();

        IdempotentSender sender = IdempotentSender.builder("payments").build();
        IdempotentHttpClient payments = new IdempotentHttpClient(HttpClient.newHttpClient(), sender);

        SendResult<HttpResponse<String>> result =
                payments.send(request, BodyHandlers.ofString(), KeySource.journaled(journal, "order-42"));
        String said = result.fold(new SendResult.Cases<>() {
            @Override
            public String success(SendResult.Success<HttpResponse<String>> success) {
                return success.response().body();
            }

            @Override
            public String failure(SendResult.DefinitiveFailure<HttpResponse<String>> failure) {
                return "not paid: " + failure.reason();
            }

            @Override
            public String unknown(SendResult.Unknown<HttpResponse<String>> unknown) {
                return "ask again later with the same key";
            }
        });

        assertThat(said).isEqualTo("paid");
        assertOneKeyOfTheJournal();
    }

    @Test
    void springsRestClient() {
        IdempotentSender sender = IdempotentSender.builder("payments").build();
        URI address = server.at("/payments");
        String payment = "pay";

        RestClient payments = RestClient.builder()
                .requestFactory(new JdkClientHttpRequestFactory())
                .requestInterceptor(new IdempotentInterceptor(sender))
                .build();

        payments.post()
                .uri(address)
                .attribute(IdempotentInterceptor.KEYS, KeySource.journaled(journal, "order-42"))
                .body(payment)
                .retrieve()
                .toBodilessEntity();

        assertOneKeyOfTheJournal();
    }

    @Test
    void springsWebClient() {
        ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
        IdempotentSender sender =
                IdempotentSender.builder("payments").scheduler(scheduler).build();
        URI address = server.at("/payments");
        String payment = "pay";

        WebClient payments = WebClient.builder()
                .clientConnector(new JdkClientHttpConnector())
                .filter(new IdempotentExchangeFilter(sender))
                .build();

        payments.post()
                .uri(address)
                .attribute(IdempotentExchangeFilter.KEYS, KeySource.journaled(journal, "order-42"))
                .bodyValue(payment)
                .retrieve()
                .toBodilessEntity()
                .block();

        assertOneKeyOfTheJournal();
        scheduler.shutdownNow();
    }

    @Test
    void okHttp() throws IOException {
        IdempotentSender sender = IdempotentSender.builder("payments").build();
        String address = server.at("/payments").toString();
        RequestBody payment = RequestBody.create(new byte[] {1});

        OkHttpClient payments = new OkHttpClient.Builder()
                .followRedirects(false)
                .addInterceptor(new IdempotentCalls(sender))
                .build();

        Request request = new Request.Builder()
                .url(address)
                .tag(KeySource.class, KeySource.journaled(journal, "order-42"))
                .post(payment)
                .build();
        try (Response response = payments.newCall(request).execute()) {
            SendReport report = response.request().tag(SendReport.class);
            assertThat(report).extracting(SendReport::attempts).isEqualTo(2);
        }

        assertOneKeyOfTheJournal();
    }

    @Test
    void openFeign() {
        IdempotentSender sender = IdempotentSender.builder("payments")
                .keys(KeySource.journaled(journal, "order-42"))
                .build();
        String address = server.at("").toString();

        Payments payments = Feign.builder()
                .client(new IdempotentFeignClient(new Http2Client(), sender))
                .retryer(Retryer.NEVER_RETRY)
                .target(Payments.class, address);

        assertThat(payments.pay("pay")).isEqualTo("paid");
        assertOneKeyOfTheJournal();
    }

    @Test
    void theDocumentationShowsOnlyWhatIsCompiled() throws IOException {
        String code = withoutSpace(Files.readString(Path.of("src/test/java/dev/semel/client/ExamplesTest.java")));

        List<String> examples = new ArrayList<>(examples(Path.of("README.md")));
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                examples.addAll(examples(file));
            }
        }

        // of the starter's types, which this module cannot see: its ClientCallsTest has this one
        examples.removeIf(example -> example.contains("IdempotentSenderssenders"));
        assertThat(examples).hasSize(6).allSatisfy(example -> assertThat(code).contains(example));
    }

    private void assertOneKeyOfTheJournal() {
        String key = entries.values().iterator().next().key().value();
        assertThat(server.requests()).hasSize(2).allSatisfy(each -> assertThat(each.header("Idempotency-Key"))
                .containsExactly(key));
    }

    private static List<String> examples(Path file) throws IOException {
        return EXAMPLE.matcher(Files.readString(file))
                .results()
                .map(found -> found.group(1) != null
                        ? withoutSpace(found.group(1))
                        : withoutSpace(found.group(2).replaceAll("(?m)^ \\*", "")))
                .toList();
    }

    private static String withoutSpace(String text) {
        return text.replaceAll("\\s+", "");
    }
}
