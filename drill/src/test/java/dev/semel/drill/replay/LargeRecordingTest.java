/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.core.json.JsonFactory;

class LargeRecordingTest {
    @Test
    void aGigabyteIsReadThroughASmallHeap() throws Exception {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                Stream.of(HarReader.class, Child.class, JsonFactory.class)
                        .map(LargeRecordingTest::root)
                        .distinct()
                        .collect(Collectors.joining(File.pathSeparator)),
                Child.class.getName());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(said).isEqualToIgnoringNewLines("1002 mutations, 1 left out: its body is larger than 4 MB");
        assertThat(process.waitFor()).isZero();
    }

    /** Where a class was loaded from, be it patched into a module or not. */
    private static String root(Class<?> type) {
        String file = "/" + type.getName().replace('.', '/') + ".class";
        String url = String.valueOf(type.getResource(file));
        String bare = url.replaceFirst("^jar:", "").replaceFirst("!?" + file.replace("$", "\\$") + "$", "");
        try {
            return Path.of(new java.net.URI(bare)).toString();
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** Runs in the JVM with the small heap. */
    static final class Child implements Recorded.Visitor {
        private long mutations;
        private String left = "";
        private long leftOut;

        public static void main(String[] args) throws Exception {
            Child child = new Child();
            HarReader.read(new Generated(), "generated", child);
            System.out.println(child.mutations + " mutations, " + child.leftOut + " left out: " + child.left);
        }

        @Override
        public void mutation(Recorded recorded) {
            mutations++;
        }

        @Override
        public void left(String place, String reason) {
            leftOut++;
            left = reason;
        }
    }

    /** Entries with large answers, and before them one with a body of 100 MB. */
    private static final class Generated extends InputStream {
        private static final int CHUNK = 1 << 20;
        private static final byte[] FILL = "x".repeat(CHUNK).getBytes(StandardCharsets.US_ASCII);

        private static final String[] LARGE =
                Hars.entry("POST", "https://a/b", "\"text\":\"@\"").split("@");
        private static final String[] USUAL =
                Hars.post("/orders").replace("\"text\":\"x\"", "\"text\":\"@\"").split("@");

        private int part = -1;
        private byte[] now = text("{\"log\":{\"entries\":[" + Hars.post("/first"));
        private int at;

        private static byte[] text(String text) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }

        /** Of each entry its begin, a megabyte, and its end; in the first the megabytes are a hundred, and in its body. */
        private byte[] next() {
            part++;
            if (part <= 101) {
                return part == 0 ? text("," + LARGE[0]) : part == 101 ? text(LARGE[1]) : FILL;
            }
            int entry = (part - 102) / 3;
            if (entry >= 1000) {
                return text(part == 102 + 3000 ? "," + Hars.post("/last") + "]}}" : "");
            }
            int third = (part - 102) % 3;
            return third == 0 ? text("," + USUAL[0]) : third == 1 ? FILL : text(USUAL[1]);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0];
        }

        @Override
        public int read(byte[] bytes, int from, int most) {
            if (at == now.length) {
                now = next();
                at = 0;
            }
            int count = Math.min(most, now.length - at);
            System.arraycopy(now, at, bytes, from, count);
            at += count;
            return count == 0 ? -1 : count;
        }
    }
}
