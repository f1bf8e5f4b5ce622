/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.replay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Recordings as browsers export them. */
public final class Hars {
    private Hars() {}

    public static String har(String... entries) {
        return "{\"log\":{\"version\":\"1.2\",\"creator\":{\"name\":\"t\",\"version\":\"1\"},\"entries\":["
                + String.join(",", entries) + "]}}";
    }

    public static String post(String path, String... headers) {
        return entry(
                "POST", "https://shop.example" + path, "\"mimeType\":\"application/json\",\"text\":\"{}\"", headers);
    }

    public static String entry(String method, String url, String postData, String... headers) {
        List<String> lines = List.of(headers).stream()
                .map(line -> line.split(": ", 2))
                .map(pair -> "{\"name\":\"" + pair[0] + "\",\"value\":\"" + pair[1].replace("\"", "\\\"") + "\"}")
                .toList();
        return "{\"startedDateTime\":\"2026-01-01T10:00:00.000Z\",\"time\":-5,\"request\":{\"method\":\"" + method
                + "\",\"url\":\"" + url + "\",\"headers\":[" + String.join(",", lines) + "]"
                + (postData.isEmpty() ? "" : ",\"postData\":{" + postData + "}")
                + "},\"response\":{\"status\":201,\"content\":{\"text\":\"x\"}}}";
    }

    public static Path write(Path folder, String har) {
        try {
            return Files.writeString(folder.resolve("traffic.har"), har);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
