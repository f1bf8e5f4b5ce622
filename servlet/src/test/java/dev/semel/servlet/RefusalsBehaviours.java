/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.http.EarlyData;
import dev.semel.http.HttpPolicy;
import dev.semel.http.KeyPlace;
import dev.semel.http.KeyRequirement;
import dev.semel.http.KeyRules;
import dev.semel.http.RequestRules;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows 117 and 131: requests that are refused for what they are. */
abstract class RefusalsBehaviours extends ServerTest {
    private static final String EARLY = "Early-Data: 1";

    private Service service;

    @BeforeEach
    void start() {
        service = serve(new Service());
    }

    private void rejectEarlyData() {
        service.guarding(HttpPolicy.optional()
                .withRequests(RequestRules.standard()
                        .withRequirement(KeyRequirement.OPTIONAL)
                        .withEarlyData(EarlyData.REJECT)));
    }

    @Test
    void row117_earlyDataWithAKeyExecutesOnce() {
        RawResponse first = post("/echo", "x", EARLY);
        assertReplays(first, post("/echo", "x", EARLY));
        assertReplays(first, post("/echo", "x"));
        assertExecutions(1);
    }

    @Test
    void row117_earlyDataIsRefusedWithoutUsingTheKeyWhereThatIsConfigured() {
        rejectEarlyData();
        assertProblem(post("/echo", "x", EARLY), 425, "too-early");
        assertThat(service.store.calls).hasValue(0);
        RawResponse first = post("/echo", "x");
        assertThat(first.status()).isEqualTo(201);
        assertProblem(post("/echo", "x", EARLY), 425, "too-early");
        assertReplays(first, post("/echo", "x"));
        assertExecutions(1);
    }

    @Test
    void row117_earlyDataIsRefusedWithoutAKeyToo() {
        rejectEarlyData();
        assertProblem(send(request("POST /echo", "x", EARLY)), 425, "too-early");
        assertProblem(send(request("POST /echo", "x", "early-data: 0", "Early-Data: 1")), 425, "too-early");
        assertThat(send(head("GET /echo", EARLY)).status()).isEqualTo(201);
        assertExecutions(1);
    }

    @Test
    void row117_earlyDataIsRefusedBeforeItsBodyIsSent() throws IOException {
        rejectEarlyData();
        try (RawConnection connection = connect()) {
            connection.send(head("POST /echo", EARLY, "Content-Length: 9", "Expect: 100-continue"));
            assertThat(connection.head().status()).isEqualTo(425);
        }
        assertExecutions(0);
    }

    private void envelope() {
        KeyRules keys =
                KeyRules.standard().withPlaces(KeyPlace.parse("header:Idempotency-Key"), KeyPlace.parse("json:/k"));
        service.guarding(
                "/batch",
                Service.operation(
                        "batch",
                        HttpPolicy.standard()
                                .withKeys(keys)
                                .withRequests(RequestRules.standard().withRequirement(KeyRequirement.REFUSED))));
        service.on("/batch", (request, response) -> {
            response.setStatus(201);
            request.getInputStream().transferTo(response.getOutputStream());
        });
    }

    @Test
    void row131_aBatchEnvelopeWithAKeyExecutesAsOneUnit() {
        String batch = "[{\"a\":1},{\"a\":2}]";
        assertReplays(post("/echo", batch), post("/echo", batch));
        assertProblem(post("/echo", "[{\"a\":1}]"), 422, "fingerprint-mismatch");
        assertExecutions(1);
    }

    @Test
    void row131_aKeyOnAnEnvelopeWhosePartsAreRetriedAloneIsRefused() {
        envelope();
        String json = "Content-Type: application/json";
        for (String refused : new String[] {
            request("POST /batch", "[]", json, "Idempotency-Key: a"),
            request("POST /batch", "[]", json, "Idempotency-Key: \"a"),
            request("POST /batch", "{\"k\":\"a\"}", json)
        }) {
            assertProblem(send(refused), 501, "key-refused");
        }
        assertExecutions(0);
        assertThat(service.store.calls).hasValue(0);
    }

    @Test
    void row131_anEnvelopeThatCannotBeSearchedIsNotSaidToCarryAKey() {
        envelope();
        assertProblem(send(request("POST /batch", "{", "Content-Type: application/json")), 400, "invalid-key");
        assertExecutions(0);
    }

    @Test
    void row131_anEnvelopeWithoutAKeyExecutesEachTime() {
        envelope();
        String request = request("POST /batch", "[1]", "Content-Type: application/json");
        assertThat(send(request).text()).isEqualTo("[1]");
        assertThat(send(request).text()).isEqualTo("[1]");
        assertExecutions(2);
        assertThat(service.store.calls).hasValue(0);
    }
}
