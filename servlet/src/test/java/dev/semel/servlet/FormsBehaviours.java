/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Row 120: bodies that a filter outside has read. */
abstract class FormsBehaviours extends ServerTest {
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded";
    private static final String AS_PARAMETERS = "X-Read-Before: parameters";

    private Service service;

    @BeforeEach
    void start() {
        service = serve(new Service());
        service.on("/form", (request, response) -> {
            response.setStatus(201);
            response.getWriter()
                    .print(String.join(",", request.getParameterValues("a"))
                            + request.getInputStream().read());
        });
    }

    @Test
    void row120_aFormThatWasReadIntoParametersReplays() {
        RawResponse first = post("/form?a=0", "a=1&b=2&a=3", FORM, AS_PARAMETERS);
        assertThat(first.text()).isEqualTo("0,1,3-1");
        assertReplays(first, post("/form?a=0", "a=1&b=2&a=3", FORM, AS_PARAMETERS));
        assertProblem(post("/form?a=0", "a=1&b=2&a=4", FORM, AS_PARAMETERS), 422, "fingerprint-mismatch");
        assertProblem(post("/form?a=0", "a=3&b=2&a=1", FORM, AS_PARAMETERS), 422, "fingerprint-mismatch");
        assertExecutions(1);
    }

    @Test
    void row120_aChunkedFormThatWasReadIntoParametersReplays() {
        RawResponse first = chunked("/form", "a=1", FORM, AS_PARAMETERS);
        assertThat(first.text()).isEqualTo("1-1");
        assertReplays(first, chunked("/form", "a=1", FORM, AS_PARAMETERS));
        assertProblem(chunked("/form", "a=2", FORM, AS_PARAMETERS), 422, "fingerprint-mismatch");
        assertExecutions(1);
    }

    @Test
    void row120_whatABrowserSendsHasOneFingerprintWhetherItWasReadBeforeOrNot() {
        service.on("/any", (request, response) -> response.setStatus(201));
        String utf8 = FORM + ";charset=UTF-8";
        String body = "a=1&b=%C3%A9+*-._%7E%26&c=";
        RawResponse first = post("/any?a=1&a=x%20y", body, utf8);
        assertReplays(first, post("/any?a=1&a=x%20y", body, utf8, AS_PARAMETERS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes", "reader"})
    void row120_aBodyThatNobodyKnowsAnyMoreIsRefusedAndNotTakenForEmpty(String way) {
        String before = "X-Read-Before: " + way;
        assertThat(post("/form?a=0", "a=1", FORM, before).status()).isEqualTo(500);
        assertThat(post("/echo", "{}", before).status()).isEqualTo(500);
        assertThat(chunked("/form?a=0", "a=1", FORM, before).status()).isEqualTo(500);
        assertThat(chunked("/echo", "{}", before).status()).isEqualTo(500);
        assertExecutions(0);
        assertThat(service.store.calls).hasValue(0);
    }

    @Test
    void row120_anEmptyBodyIsNotTakenForOneThatWasRead() {
        service.on("/any", (request, response) -> response.setStatus(201));
        assertThat(post("/any", "", FORM, "Authorization: Bearer a").status()).isEqualTo(201);
        assertThat(post("/any", "", FORM, AS_PARAMETERS, "Authorization: Bearer b")
                        .status())
                .isEqualTo(201);
        assertThat(chunked("/any", "", FORM, "Authorization: Bearer c").status())
                .isEqualTo(201);
        assertThat(post("/any?a=1", "&", FORM, "Authorization: Bearer d").status())
                .isEqualTo(201);
    }

    private RawResponse chunked(String path, String body, String... headers) {
        String chunk = body.isEmpty() ? "" : Integer.toHexString(body.length()) + "\r\n" + body + "\r\n";
        return send(head("POST " + path, with(headers, "Idempotency-Key: \"" + key + '"', "Transfer-Encoding: chunked"))
                + chunk + "0\r\n\r\n");
    }
}
