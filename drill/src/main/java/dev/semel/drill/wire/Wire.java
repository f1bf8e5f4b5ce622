/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.wire;

import dev.semel.drill.Target;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * One connection, on which bytes are written as they are. Each read has a deadline as a whole, however slowly the server
 * sends, and a limit, however much it sends.
 */
public final class Wire implements Closeable {
    private static final int MOST_FIELDS = 1000;
    private static final int MOST_INTERIM = 20;
    private static final int LONGEST_WAIT = 1 << 20;

    private final Target target;
    private final Duration patience;
    private final Socket socket;
    private final Intake in;

    private Wire(Target target, Duration patience, Socket socket) {
        this.target = target;
        this.patience = patience;
        this.socket = socket;
        this.in = new Intake(socket);
    }

    /**
     * Connects.
     *
     * @param target where to
     * @param patience how long it may take to connect, and each answer to come whole
     */
    public static Wire connect(Target target, Duration patience) throws IOException {
        Socket plain = new Socket();
        int millis = (int) Math.max(1, Math.min(patience.toMillis(), Integer.MAX_VALUE));
        try {
            plain.connect(new InetSocketAddress(target.host(), target.port()), millis);
            plain.setSoTimeout(millis);
            plain.setTcpNoDelay(true);
            return new Wire(target, patience, target.tls() ? secured(plain, target) : plain);
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    private static Socket secured(Socket plain, Target target) throws IOException {
        SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        return factory.createSocket(plain, target.host(), target.port(), true);
    }

    public Wire send(Request request) throws IOException {
        return send(request.bytes(target));
    }

    public Wire sendHead(Request request) throws IOException {
        return send(request.head(target));
    }

    public Wire send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public Wire send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** Reads the final response, and remembers the interim ones before it. */
    public Answer read() throws IOException {
        return read("");
    }

    /** Reads the response to a request of a method; that to HEAD has no body. */
    public Answer read(String method) throws IOException {
        Answer head = head();
        boolean bodyless = method.equals("HEAD") || head.status() == 204 || head.status() == 304;
        return bodyless ? head : withBody(head);
    }

    /** Reads the final response as far as its headers. */
    public Answer head() throws IOException {
        in.allow(patience);
        List<Integer> interim = new ArrayList<>();
        Answer head = nextHead(interim);
        while (head.status() < 200) {
            interim.add(head.status());
            if (interim.size() > MOST_INTERIM) {
                throw new WireException("more than " + MOST_INTERIM + " interim responses");
            }
            head = nextHead(interim);
        }
        return head;
    }

    /** Reads one response as far as its headers, be it an interim one. */
    public Answer anyHead() throws IOException {
        in.allow(patience);
        return nextHead(List.of());
    }

    private Answer nextHead(List<Integer> interim) throws IOException {
        String first = in.line();
        if (!first.matches("HTTP/1\\.[01] [1-9][0-9]{2}( .*)?")) {
            throw new WireException("no HTTP/1.1 status line");
        }
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        for (String line = in.line(); !line.isEmpty(); line = in.line()) {
            int colon = line.indexOf(':');
            if (colon <= 0 || headers.size() >= MOST_FIELDS) {
                throw new WireException(colon <= 0 ? "a header line without a name" : "endless header lines");
            }
            headers.add(Map.entry(
                    line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        int status = Integer.parseInt(first.substring(9, 12));
        return new Answer(status, List.copyOf(headers), new byte[0], new Answer.Course(List.copyOf(interim), true));
    }

    /** Whether a byte comes within a time; the end of the stream is none. */
    public boolean hearsWithin(Duration time) throws IOException {
        if (in.isThere()) {
            return true;
        }
        in.allow(time);
        try {
            return in.fill();
        } catch (WireException e) {
            return false;
        }
    }

    /** Reads until a text has come; a {@link WireException} if it does not. */
    public void until(String text) throws IOException {
        in.allow(patience);
        StringBuilder all = new StringBuilder();
        while (all.indexOf(text, Math.max(0, all.length() - text.length())) < 0) {
            if (all.length() > LONGEST_WAIT) {
                throw new WireException("endless bytes without the expected ones");
            }
            all.append((char) in.one());
        }
    }

    private Answer withBody(Answer head) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        boolean whole = true;
        try {
            body(head, body);
        } catch (EOFException e) {
            whole = false;
        }
        return new Answer(
                head.status(),
                head.headers(),
                body.toByteArray(),
                new Answer.Course(head.course().interim(), whole));
    }

    private void body(Answer head, ByteArrayOutputStream body) throws IOException {
        String coding = head.header("Transfer-Encoding").orElse("").toLowerCase(Locale.ROOT);
        @Nullable String length = head.header("Content-Length").orElse(null);
        if (coding.contains("chunked")) {
            chunks(body);
        } else if (length != null) {
            in.copy(body, number(length, 10));
        } else {
            in.copyToTheEnd(body);
        }
    }

    private void chunks(ByteArrayOutputStream body) throws IOException {
        for (long size = chunkSize(); size > 0; size = chunkSize()) {
            in.copy(body, size);
            if (!in.line().isEmpty()) {
                throw new WireException("no line end after a chunk");
            }
        }
        for (int fields = 0; !in.line().isEmpty(); fields++) {
            if (fields > MOST_FIELDS) {
                throw new WireException("an endless trailer");
            }
        }
    }

    private long chunkSize() throws IOException {
        return number(in.line().split(";", 2)[0].strip(), 16);
    }

    private static long number(String text, int radix) throws WireException {
        try {
            long number = Long.parseLong(text, radix);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new WireException("a length that is no number");
    }

    /** Lets the server see the end of what is sent, as of a client that has gone; answers can still be read. */
    public Wire hangUp() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** Lets the server see a reset. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
