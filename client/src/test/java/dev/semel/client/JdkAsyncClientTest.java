/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client;

import dev.semel.client.jdk.IdempotentHttpClient;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;

/** The JDK's client without blocking. */
class JdkAsyncClientTest extends ClientBehaviours {
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();

    @Override
    Caller caller(IdempotentSender ignored) {
        IdempotentHttpClient client =
                new IdempotentHttpClient(http, builder().scheduler(scheduler).build());
        return sending -> JdkClientTest.reply(
                client.sendAsync(JdkClientTest.request(sending, patience()), BodyHandlers.ofString())
                        .toCompletableFuture()
                        .join());
    }

    @AfterEach
    void stop() {
        scheduler.shutdownNow();
    }
}
