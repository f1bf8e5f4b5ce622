/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.rows;

import static dev.semel.drill.rows.Trial.quoted;

import dev.semel.drill.wire.Answer;
import dev.semel.drill.wire.Request;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Rows 43, 44 and 75: bodies in a coding or in parts. */
final class FormChecks {
    private FormChecks() {}

    static void addTo(Checks checks) {
        checks.add(43, FormChecks::compressed);
        checks.add(44, FormChecks::parts);
        checks.add(75, FormChecks::answerCoding);
    }

    private static void compressed(Trial trial) throws IOException {
        byte[] plain = ("drill " + trial.key()).getBytes(StandardCharsets.US_ASCII);
        Request packed = trial.post("/echo").withBody(gzip(plain)).with("Content-Encoding: gzip");
        Answer first = trial.onceOnly(packed);
        FingerprintChecks.either(trial, first, trial.post("/echo").withBody(plain), "the same content uncompressed");
        trial.expectRuns(1);
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(plain);
        }
        return packed.toByteArray();
    }

    private static void parts(Trial trial) throws IOException {
        Request request = trial.post("/upload");
        Answer first = trial.executes(multipart(request, "boundary-one", "the file"));
        trial.replays(first, multipart(request, "other--boundary", "the file"));
        FingerprintChecks.expectMismatch(trial, multipart(request, "boundary-one", "the fine"), "another file");
        trial.expectRuns(1);
    }

    static Request multipart(Request request, String boundary, String file) {
        String body = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nvalue\r\n"
                + "--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n"
                + "Content-Type: text/plain\r\n\r\n" + file + "\r\n--" + boundary + "--\r\n";
        return request.withType("multipart/form-data; boundary=\"" + boundary + '"')
                .withBody(body);
    }

    private static void answerCoding(Trial trial) throws IOException {
        Request request = trial.post("/echo").withBody("abc ".repeat(2000));
        String other = quoted(trial.freshKey());
        Request[][] pairs = {
            {request.with("Accept-Encoding: gzip"), request.with("Accept-Encoding: identity")},
            {
                request.withKey(other).with("Accept-Encoding: identity"),
                request.withKey(other).with("Accept-Encoding: gzip")
            }
        };
        for (Request[] pair : pairs) {
            Answer first = trial.executes(pair[0]);
            Answer again = trial.send(pair[1]);
            trial.expect(again.status() == first.status(), "a replay", again);
            trial.expectMarked(again);
            byte[] sent = request.content().bytes();
            trial.expect(Arrays.equals(decoded(first), sent), "a first answer that can be decoded", first);
            trial.expect(Arrays.equals(decoded(again), sent), "a replay that can be decoded", again);
        }
        trial.expectRuns(2);
    }

    private static byte[] decoded(Answer answer) throws IOException {
        if (!answer.header("Content-Encoding").orElse("identity").equalsIgnoreCase("gzip")) {
            return answer.body();
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            return in.readAllBytes();
        }
    }
}
