/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.http.HttpPolicy;
import dev.semel.http.RequestDigest;
import dev.semel.http.RequestRules;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a fingerprint looks at only where somebody chose so. */
abstract class FingerprintChoicesBehaviours extends ServerTest {
    private static final String MISMATCH = "fingerprint-mismatch";
    private static final String GZIP = "Content-Encoding: gzip";
    private Service service;

    @BeforeEach
    void start() {
        service = serve(new Service());
    }

    private void digesting(RequestDigest... digests) {
        service.guarding(
                HttpPolicy.standard().withRequests(RequestRules.standard().withDigests(digests)));
    }

    static String gzip(String text, int level) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(zipped) {
            {
                def.setLevel(level);
            }
        }) {
            out.write(text.getBytes(StandardCharsets.US_ASCII));
        }
        return zipped.toString(StandardCharsets.ISO_8859_1);
    }

    @Test
    void row043_aCompressedBodyIsItsContentIfConfigured() throws IOException {
        digesting(RequestDigest.exact().decodingContent(1000));
        String text = "hello hello hello hello";
        String fast = gzip(text, Deflater.BEST_SPEED);
        String stored = gzip(text, Deflater.NO_COMPRESSION);
        RawResponse first = post("/echo", fast, GZIP);
        assertThat(first.body()).isEqualTo(fast.getBytes(StandardCharsets.ISO_8859_1));
        assertReplays(first, post("/echo", text));
        assertReplays(first, post("/echo", stored, GZIP));
        assertReplays(first, post("/echo", stored, "Content-Encoding: X-GZIP"));
        assertReplays(first, post("/echo", text, "Content-Encoding: identity"));
        assertProblem(post("/echo", gzip("other", Deflater.BEST_SPEED), GZIP), 422, MISMATCH);
        assertProblem(post("/echo", fast), 422, MISMATCH);
        assertExecutions(1);
    }

    @Test
    void row043_whatCannotBeDecodedIsComparedAsBytes() throws IOException {
        digesting(RequestDigest.exact().decodingContent(1000));
        String whole = gzip("hello hello", Deflater.BEST_SPEED);
        String checksum = whole.substring(0, whole.length() - 8) + "xxxx" + whole.substring(whole.length() - 4);
        List<String> odd = List.of(
                "no gzip",
                whole.substring(0, whole.length() - 1),
                whole.substring(0, 5),
                checksum,
                whole + "x",
                whole + "y",
                whole + whole,
                gzip("a".repeat(1001), Deflater.BEST_SPEED),
                gzip("a".repeat(1001), Deflater.NO_COMPRESSION));
        for (String body : odd) {
            RawResponse first = post("/echo", body, GZIP, "Authorization: Bearer " + odd.indexOf(body));
            assertThat(first.status()).isEqualTo(201);
            assertReplays(first, post("/echo", body, GZIP, "Authorization: Bearer " + odd.indexOf(body)));
            for (String other : odd) {
                boolean same = other.equals(body);
                assertThat(post("/echo", other, GZIP, "Authorization: Bearer " + odd.indexOf(body))
                                .status())
                        .isEqualTo(same ? 201 : 422);
            }
            assertProblem(post("/echo", "hello hello", "Authorization: Bearer " + odd.indexOf(body)), 422, MISMATCH);
        }
        assertExecutions(odd.size());
    }

    @Test
    void row043_recordsOfBeforeAreStillCompared() throws IOException {
        String body = gzip("hello", Deflater.BEST_SPEED);
        RawResponse first = post("/echo", body, GZIP);
        digesting(RequestDigest.exact().decodingContent(1000), RequestDigest.exact());
        assertReplays(first, post("/echo", body, GZIP));
        assertProblem(post("/echo", "hello"), 422, MISMATCH);
    }

    @Test
    void row076_chosenHeadersCountIfConfigured() {
        digesting(RequestDigest.exact().withHeaders("Accept", "X-Api-Version"));
        RawResponse first = post("/echo", "x", "Accept: a/b", "X-Api-Version: 1");
        assertReplays(first, post("/echo", "x", "accept:  a/b", "x-api-version: 1", "Accept-Language: de"));
        assertProblem(post("/echo", "x", "Accept: a/c", "X-Api-Version: 1"), 422, MISMATCH);
        assertProblem(post("/echo", "x", "Accept: a/b", "X-Api-Version: 2"), 422, MISMATCH);
        assertProblem(post("/echo", "x", "Accept: a/b"), 422, MISMATCH);
        assertProblem(post("/echo", "x", "Accept: 1", "X-Api-Version: a/b"), 422, MISMATCH);
        assertProblem(post("/echo", "x", "Accept: a/b", "Accept: a/b", "X-Api-Version: 1"), 422, MISMATCH);
        assertExecutions(1);
    }

    @Test
    void row076_twoListsOfHeadersDoNotMeet() {
        digesting(RequestDigest.exact().withHeaders("X-A", "X-B"));
        post("/echo", "x", "X-B: 1");
        digesting(RequestDigest.exact().withHeaders("X-A", "X-C"));
        assertProblem(post("/echo", "x", "X-C: 1"), 422, MISMATCH);
    }
}
