/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.spring.boot.contract.ContractApplication;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The application on a real server, and its document as a client gets it. */
final class ApiDocument implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final ConfigurableApplicationContext context;

    ApiDocument(String... properties) {
        this(ContractApplication.class, properties);
    }

    ApiDocument(Class<?> application, String... properties) {
        List<String> all = new ArrayList<>(List.of(
                "server.port=0",
                "spring.main.banner-mode=off",
                "spring.autoconfigure.exclude=org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
                "semel.default.store=memory",
                "semel.http.paths=POST /legacy/**",
                "semel.http.public-scope=everybody"));
        all.addAll(List.of(properties));
        context = new SpringApplicationBuilder(application)
                .properties(all.toArray(String[]::new))
                .run();
    }

    JsonNode read(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                client.send(HttpRequest.newBuilder(at(path)).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.body());
    }

    HttpResponse<String> post(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(at(path)).POST(BodyPublishers.ofString("\"x\""));
        request.header("Content-Type", "application/json");
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /** The parameters in the header that have a name, whatever its case. */
    static List<JsonNode> headers(JsonNode operation, String name) {
        return StreamSupport.stream(operation.path("parameters").spliterator(), false)
                .filter(each -> each.path("in").asString("").equals("header"))
                .filter(each -> each.path("name").asString("").equalsIgnoreCase(name))
                .toList();
    }

    private URI at(String path) {
        return URI.create(
                "http://localhost:" + context.getEnvironment().getRequiredProperty("local.server.port") + path);
    }

    @Override
    public void close() {
        context.close();
    }
}
