/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Separates the parts of a form as a stream, strictly: no preamble, no epilogue, no padding, no folded header lines.
 * A body that is anything else could be read in more than one way, and is refused.
 */
final class MultipartReader {
    private static final int MAX_HEADER_BYTES = 16 * 1024;
    private static final int BUFFER_BYTES = 8192;

    private final InputStream in;
    private final byte[] delimiter;
    private final int[] fallback;

    MultipartReader(InputStream in, String boundary) {
        this.in = new BufferedInputStream(in, BUFFER_BYTES);
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        this.fallback = fallbackOf(delimiter);
    }

    /** Hands out each part's header lines and the digest of its content; false if the body is not well formed. */
    boolean read(BiConsumer<List<HeaderField>, byte[]> part) throws IOException {
        byte[] opening = Arrays.copyOfRange(delimiter, 2, delimiter.length);
        if (!Arrays.equals(in.readNBytes(opening.length), opening)) {
            return false;
        }
        String after = ending();
        while (after.equals("\r\n")) {
            Optional<List<HeaderField>> headers = headers();
            Optional<byte[]> content = headers.isPresent() ? content() : Optional.empty();
            if (content.isEmpty()) {
                return false;
            }
            part.accept(headers.orElseThrow(), content.get());
            after = ending();
        }
        String rest = new String(in.readNBytes(3), StandardCharsets.ISO_8859_1);
        return after.equals("--") && (rest.isEmpty() || rest.equals("\r\n"));
    }

    private String ending() throws IOException {
        return new String(in.readNBytes(2), StandardCharsets.ISO_8859_1);
    }

    private Optional<List<HeaderField>> headers() throws IOException {
        List<HeaderField> headers = new ArrayList<>();
        int budget = MAX_HEADER_BYTES;
        while (true) {
            Optional<String> line = line(budget);
            if (line.isEmpty()) {
                return Optional.empty();
            }
            if (line.get().isEmpty()) {
                return Optional.of(headers);
            }
            budget -= line.get().length();
            int colon = line.get().indexOf(':');
            if (colon < 1 || !HeaderField.isName(line.get().substring(0, colon))) {
                return Optional.empty();
            }
            String value = line.get().substring(colon + 1).strip();
            if (value.indexOf('\0') >= 0 || value.indexOf('\r') >= 0) {
                return Optional.empty();
            }
            headers.add(new HeaderField(line.get().substring(0, colon), value));
        }
    }

    private Optional<String> line(int budget) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int previous = -1;
        for (int b = in.read(); b >= 0 && line.size() <= budget; b = in.read()) {
            if (b == '\n') {
                String text = line.toString(StandardCharsets.UTF_8);
                return previous == '\r' ? Optional.of(text.substring(0, text.length() - 1)) : Optional.empty();
            }
            line.write(b);
            previous = b;
        }
        return Optional.empty();
    }

    /** Digests up to the next delimiter, found by Knuth, Morris and Pratt, since the stream cannot go back. */
    private Optional<byte[]> content() throws IOException {
        Sha256 sha = new Sha256();
        byte[] one = new byte[1];
        int matched = 0;
        for (int b = in.read(); b >= 0; b = in.read()) {
            while (matched > 0 && (byte) b != delimiter[matched]) {
                int shorter = fallback[matched - 1];
                sha.raw(delimiter, matched - shorter);
                matched = shorter;
            }
            if ((byte) b == delimiter[matched]) {
                matched++;
            } else {
                one[0] = (byte) b;
                sha.raw(one, 1);
            }
            if (matched == delimiter.length) {
                return Optional.of(sha.value());
            }
        }
        return Optional.empty();
    }

    /** For each prefix of the pattern the length of its longest proper prefix that is also its suffix. */
    private static int[] fallbackOf(byte[] pattern) {
        int[] lengths = new int[pattern.length];
        int length = 0;
        for (int i = 1; i < pattern.length; i++) {
            while (length > 0 && pattern[i] != pattern[length]) {
                length = lengths[length - 1];
            }
            if (pattern[i] == pattern[length]) {
                length++;
            }
            lengths[i] = length;
        }
        return lengths;
    }
}
