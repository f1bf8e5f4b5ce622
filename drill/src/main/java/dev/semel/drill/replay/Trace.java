/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.replay;

import dev.semel.drill.wire.Answer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * What is kept of an answer: enough to tell whether another one is the same.
 *
 * @param status of it; 0 if none came
 * @param marked whether it says that it is a replay
 * @param location its field, or nothing
 * @param content digest of body and entity tag
 */
record Trace(int status, boolean marked, String location, String content) {
    private static final List<String> MARKERS = List.of(
            "Idempotency-Replayed",
            "Idempotent-Replayed",
            "Idempotency-Replay",
            "Idempotent-Replay",
            "X-Idempotency-Replayed",
            "X-Idempotent-Replayed",
            "X-Idempotency-Replay",
            "X-Idempotent-Replay");

    /** No answer came. */
    static final Trace LOST = new Trace(0, false, "", "");

    static Trace of(Answer answer) {
        boolean marked = MARKERS.stream()
                .flatMap(name -> answer.all(name).stream())
                .map(value -> value.toLowerCase(Locale.ROOT))
                .anyMatch(value -> !value.isBlank() && !value.matches("\\?0|0|false|no|miss"));
        String tag = answer.header("ETag").orElse("");
        return new Trace(answer.status(), marked, answer.header("Location").orElse(""), digest(tag, answer.body()));
    }

    boolean isSuccess() {
        return status >= 200 && status < 400;
    }

    boolean isRefusal() {
        return status >= 400 && status < 500;
    }

    boolean isSame(Trace other) {
        return location.equals(other.location) && content.equals(other.content);
    }

    private static String digest(String tag, byte[] body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((tag + '\n').getBytes(StandardCharsets.ISO_8859_1));
            return HexFormat.of().formatHex(digest.digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256.", e);
        }
    }

    @Override
    public String toString() {
        return (status == 0 ? "no answer" : String.valueOf(status)) + (marked ? " replayed" : "");
    }
}
