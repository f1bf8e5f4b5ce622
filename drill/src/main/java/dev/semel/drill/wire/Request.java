/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.wire;

import dev.semel.drill.Target;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A request as it goes over the wire; each {@code with} makes another one.
 *
 * @param method such as POST
 * @param path with its query, without the service's base
 * @param lines header lines without their ends, each character one byte, right or wrong
 * @param content the body and how it is framed
 */
public record Request(String method, String path, List<String> lines, Content content) {
    private static final byte[] LAST_CHUNK = ascii("0\r\n\r\n");

    /** How the end of a body is told. */
    public enum Framing {
        /** There is no body and nothing says so. */
        NONE,
        /** By its length. */
        LENGTH,
        /** In two chunks, where it has more than one byte. */
        CHUNKED
    }

    /** The body; compared by identity, which nobody does. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Content(byte[] bytes, Framing framing) {}

    public Request {
        lines = List.copyOf(lines);
    }

    public static Request of(String method, String path) {
        return new Request(method, path, List.of(), new Content(new byte[0], Framing.NONE));
    }

    /** Adds a header line. */
    public Request with(String line) {
        List<String> more = new ArrayList<>(lines);
        more.add(line);
        return new Request(method, path, more, content);
    }

    /** Drops the lines of a header. */
    public Request without(String name) {
        List<String> fewer = lines.stream()
                .filter(line -> !line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .toList();
        return new Request(method, path, fewer, content);
    }

    public Request withKey(String value) {
        return without("Idempotency-Key").with("Idempotency-Key: " + value);
    }

    public Request withType(String type) {
        return without("Content-Type").with("Content-Type: " + type);
    }

    public Request withBody(String body) {
        return withBody(body.getBytes(StandardCharsets.UTF_8));
    }

    public Request withBody(byte[] body) {
        return new Request(method, path, lines, new Content(body.clone(), Framing.LENGTH));
    }

    public Request framed(Framing framing) {
        return new Request(method, path, lines, new Content(content.bytes(), framing));
    }

    /** Everything before the body. */
    public byte[] head(Target target) {
        StringBuilder head = new StringBuilder(method + ' ' + target.base() + path + " HTTP/1.1\r\n");
        if (lines.stream().noneMatch(line -> line.regionMatches(true, 0, "Host:", 0, 5))) {
            head.append("Host: ").append(target.authority()).append("\r\n");
        }
        lines.forEach(line -> head.append(line).append("\r\n"));
        if (content.framing() == Framing.LENGTH) {
            head.append("Content-Length: ").append(content.bytes().length).append("\r\n");
        } else if (content.framing() == Framing.CHUNKED) {
            head.append("Transfer-Encoding: chunked\r\n");
        }
        return ascii(head.append("\r\n").toString());
    }

    /** All of it. */
    public byte[] bytes(Target target) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head(target));
        if (content.framing() == Framing.CHUNKED) {
            int half = content.bytes().length / 2;
            chunk(all, 0, half);
            chunk(all, half, content.bytes().length);
            all.writeBytes(LAST_CHUNK);
        } else {
            all.writeBytes(content.bytes());
        }
        return all.toByteArray();
    }

    private void chunk(ByteArrayOutputStream all, int from, int to) {
        if (to > from) {
            all.writeBytes(ascii(Integer.toHexString(to - from) + "\r\n"));
            all.write(content.bytes(), from, to - from);
            all.writeBytes(ascii("\r\n"));
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
