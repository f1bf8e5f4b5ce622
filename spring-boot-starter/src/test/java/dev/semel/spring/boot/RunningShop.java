/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import dev.semel.spring.boot.shop.ShopApplication;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The shop on a real server, with a real database and Spring Security. */
final class RunningShop implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final ConfigurableApplicationContext context;

    private RunningShop(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static RunningShop start(String... properties) {
        List<String> all = new ArrayList<>(List.of(
                "server.port=0",
                "spring.main.banner-mode=off",
                "spring.datasource.url=" + Postgres.url(),
                "spring.datasource.username=postgres",
                "spring.datasource.hikari.connection-timeout=5000",
                "spring.sql.init.mode=always",
                "spring.sql.init.schema-locations=classpath:shop.sql",
                "semel.jdbc.initialize-schema=true"));
        all.addAll(List.of(properties));
        return new RunningShop(new SpringApplicationBuilder(ShopApplication.class)
                .properties(all.toArray(String[]::new))
                .run());
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    ConfigurableApplicationContext context() {
        return context;
    }

    HttpResponse<byte[]> pay(String path, String key, String note) {
        return send(path, key, note, "ann");
    }

    HttpResponse<byte[]> send(String path, String key, String note, String user) {
        return later(path, key, note, user).join();
    }

    CompletableFuture<HttpResponse<byte[]>> later(String path, String key, String note, String user) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port() + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"note\":\"" + note + "\",\"amount\":1999}"));
        if (!key.isEmpty()) {
            request.header("Idempotency-Key", "\"" + key + "\"");
        }
        if (!user.isEmpty()) {
            String credentials = Base64.getEncoder().encodeToString((user + ":demo").getBytes(StandardCharsets.UTF_8));
            request.header("Authorization", "Basic " + credentials);
        }
        return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    String get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port() + path))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    long rows(String note) {
        return bean(JdbcClient.class)
                .sql("select count(*) from payment where note = :note")
                .params(Map.of("note", note))
                .query(Long.class)
                .single();
    }

    long records() {
        return bean(JdbcClient.class)
                .sql("select count(*) from semel_record")
                .query(Long.class)
                .single();
    }

    private String port() {
        return context.getEnvironment().getRequiredProperty("local.server.port");
    }

    @Override
    public void close() {
        context.close();
    }
}
