/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.http.KeyRules;
import dev.semel.http.ProblemRenderer;
import java.net.URI;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows of the HTTP semantics that need a filter of another configuration. */
abstract class RejectingRoutesBehaviours extends ServerTest {
    @BeforeEach
    void start() {
        serve(new Service(filter -> filter.unsupported(UnsupportedRoute.REJECT)
                        .problems(ProblemRenderer.problemJson().describedBy(URI.create("https://docs.example/keys")))))
                .on("/off", (request, response) -> response.setStatus(201));
    }

    @Test
    void row021_problemsCanLinkToTheDocumentation() {
        assertThat(send(request("POST /echo", "{}")).header("Link"))
                .contains("<https://docs.example/keys>; rel=\"describedby\"");
    }

    @Test
    void row025_aKeyUnderAnotherNameIsRefusedTooIfConfigured() {
        serve(new Service(filter -> filter.unsupported(UnsupportedRoute.REJECT)
                        .strayKeys(KeyRules.standard().withHeaderNames("PayPal-Request-Id"))))
                .on("/off", (request, response) -> response.setStatus(201));
        assertThat(send(request("POST /off", "{}", "PayPal-Request-Id: k")).status())
                .isEqualTo(501);
        assertExecutions(0);
        assertThat(send(request("POST /off", "{}", "Idempotency-Key: k")).status())
                .isEqualTo(201);
    }

    @Test
    void row025_aKeyCanBeRefusedWhereTheLayerIsOff() {
        assertThat(post("/off", "{}").status()).isEqualTo(501);
        assertExecutions(0);
        assertThat(send(request("POST /off", "{}")).status()).isEqualTo(201);
        assertThat(send(head("GET /off", "Idempotency-Key: k")).status()).isEqualTo(201);
        assertExecutions(2);
    }
}
