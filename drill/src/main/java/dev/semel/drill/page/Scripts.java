/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** What stands in each page: its style, the chart library as its makers built it, and the script that feeds it. */
final class Scripts {
    static final String STYLE = read("page.css");
    static final String DRAW = "\n" + read("draw.js");

    private Scripts() {}

    private static final class Library {
        /** With the licence, which asks to stand in each copy. All of it is ASCII: no encoding changes its digest. */
        static final String TEXT = "\n/*\n" + read("chart.LICENSE.md") + "*/\n"
                + read("chart.umd.min.js").replaceFirst("//# sourceMappingURL=.*", "");

        static final String POLICY =
                "default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'unsafe-inline';" + " script-src "
                        + digest(TEXT) + " " + digest(DRAW);
    }

    static String library() {
        return Library.TEXT;
    }

    static String policy() {
        return Library.POLICY;
    }

    private static String digest(String script) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(sum) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256.", e);
        }
    }

    private static String read(String name) {
        try (InputStream in = Scripts.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing in the jar.");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
