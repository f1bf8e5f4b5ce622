/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A connection on which a test writes what it likes. */
final class RawConnection implements Closeable {
    private static final int LARGEST = 32 << 20;

    private final Socket socket;
    private final InputStream in;
    private boolean chunkEndIsDue;

    RawConnection(int port) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(Mutation.patienceMillis());
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    RawConnection send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    RawConnection send(String text) {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Reads a whole response, interim ones too; a body that is cut off is an {@link EOFException}. */
    RawResponse read() {
        try {
            RawResponse head = head();
            return head.status() < 200 ? head : new RawResponse(head.status(), head.headers(), body(head));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    RawResponse head() throws IOException {
        String statusLine = line();
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.add(Map.entry(
                    line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        return new RawResponse(Integer.parseInt(statusLine.split(" ", 3)[1]), headers, new byte[0]);
    }

    private byte[] body(RawResponse head) throws IOException {
        if (head.status() == 204 || head.status() == 304) {
            return new byte[0];
        }
        if (head.header("Transfer-Encoding").orElse("").toLowerCase(Locale.ROOT).contains("chunked")) {
            return chunks();
        }
        if (head.header("Content-Length").isPresent()) {
            return exactly(Integer.parseInt(head.header("Content-Length").orElseThrow()));
        }
        return in.readAllBytes();
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] chunk = chunk(); chunk.length > 0; chunk = chunk()) {
            all.write(chunk);
            if (all.size() > LARGEST) {
                throw new IOException("a body without end");
            }
        }
        return all.toByteArray();
    }

    /** One chunk; the last one is empty. Jetty sends the line end of a chunk with the next one. */
    byte[] chunk() throws IOException {
        if (chunkEndIsDue && !line().isEmpty()) {
            throw new IOException("no line end after a chunk");
        }
        int length = Integer.parseInt(line().split(";", 2)[0].strip(), 16);
        chunkEndIsDue = length > 0;
        byte[] chunk = exactly(length);
        if (length == 0 && !line().isEmpty()) {
            throw new IOException("a trailer");
        }
        return chunk;
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the body is cut off");
        }
        return bytes;
    }

    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the connection has ended");
            }
            line.write(b);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    boolean hasBytes() {
        try {
            return in.available() > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes the server see a reset. */
    void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
