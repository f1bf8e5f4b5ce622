/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.wire;

import dev.semel.drill.Target;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
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
    private static final int LONGEST_LINE = 64 << 10;
    private static final int MOST_FIELDS = 1000;
    private static final int MOST_INTERIM = 20;
    private static final int LARGEST_BODY = 64 << 20;

    private final Target target;
    private final Duration patience;
    private final Socket socket;
    private final byte[] buffer = new byte[16 << 10];
    private int at;
    private int end;
    private long deadline;

    private Wire(Target target, Duration patience, Socket socket) {
        this.target = target;
        this.patience = patience;
        this.socket = socket;
    }

    /**
     * Connects.
     *
     * @param target where to
     * @param patience how long it may take to connect, and each answer to come whole
     */
    public static Wire connect(Target target, Duration patience) throws IOException {
        Socket plain = new Socket();
        try {
            plain.connect(new InetSocketAddress(target.host(), target.port()), millis(patience));
            plain.setSoTimeout(millis(patience));
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
        begin();
        List<Integer> interim = new ArrayList<>();
        Answer head = anyHead(interim);
        while (head.status() < 200) {
            interim.add(head.status());
            if (interim.size() > MOST_INTERIM) {
                throw new WireException("more than " + MOST_INTERIM + " interim responses");
            }
            head = anyHead(List.copyOf(interim));
        }
        return head;
    }

    /** Reads one response as far as its headers, be it an interim one. */
    public Answer anyHead() throws IOException {
        begin();
        return anyHead(List.of());
    }

    private Answer anyHead(List<Integer> interim) throws IOException {
        int status = status(line());
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon <= 0 || headers.size() >= MOST_FIELDS) {
                throw new WireException(colon <= 0 ? "a header line without a name" : "endless header lines");
            }
            headers.add(Map.entry(
                    line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        return new Answer(status, List.copyOf(headers), new byte[0], new Answer.Course(List.copyOf(interim), true));
    }

    private static int status(String line) throws WireException {
        if (!line.matches("HTTP/1\\.[01] [1-9][0-9]{2}( .*)?")) {
            throw new WireException("no HTTP/1.1 status line");
        }
        return Integer.parseInt(line.substring(9, 12));
    }

    /** Whether a byte comes within a time. */
    public boolean hearsWithin(Duration time) throws IOException {
        if (at < end) {
            return true;
        }
        deadline = System.nanoTime() + time.toNanos();
        try {
            return fill();
        } catch (WireException | SocketTimeoutException e) {
            return false;
        }
    }

    /** Reads until a text has come, and returns all up to it; a {@link WireException} if it does not come. */
    public String until(String text) throws IOException {
        begin();
        StringBuilder all = new StringBuilder();
        while (all.indexOf(text) < 0) {
            if (all.length() > LARGEST_BODY) {
                throw new WireException("endless bytes");
            }
            all.append((char) (one() & 0xff));
        }
        return all.toString();
    }

    private Answer withBody(Answer head) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        boolean whole = true;
        try {
            body(head, body);
        } catch (SocketTimeoutException e) {
            throw new WireException("the body does not end");
        } catch (BrokenOffException e) {
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
            copy(body, number(length, 10));
        } else {
            toTheEnd(body);
        }
    }

    private void chunks(ByteArrayOutputStream body) throws IOException {
        for (long size = chunkSize(); size > 0; size = chunkSize()) {
            copy(body, size);
            if (!line().isEmpty()) {
                throw new WireException("no line end after a chunk");
            }
        }
        for (int fields = 0; !line().isEmpty(); fields++) {
            if (fields > MOST_FIELDS) {
                throw new WireException("an endless trailer");
            }
        }
    }

    private long chunkSize() throws IOException {
        return number(line().split(";", 2)[0].strip(), 16);
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

    private void copy(ByteArrayOutputStream body, long length) throws IOException {
        for (long left = length; left > 0; ) {
            if (at == end && !fill()) {
                throw new BrokenOffException();
            }
            int part = (int) Math.min(left, end - at);
            keep(body, part);
            left -= part;
        }
    }

    private void toTheEnd(ByteArrayOutputStream body) throws IOException {
        while (at < end || fill()) {
            keep(body, end - at);
        }
    }

    private void keep(ByteArrayOutputStream body, int part) throws WireException {
        body.write(buffer, at, part);
        at += part;
        if (body.size() > LARGEST_BODY) {
            throw new WireException("a body of more than " + (LARGEST_BODY >> 20) + " MB");
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = one(); next != '\n'; next = one()) {
            if (line.length() > LONGEST_LINE) {
                throw new WireException("an endless line");
            }
            line.append((char) (next & 0xff));
        }
        int last = line.length() - 1;
        return last >= 0 && line.charAt(last) == '\r' ? line.substring(0, last) : line.toString();
    }

    private int one() throws IOException {
        if (at == end && !fill()) {
            throw new BrokenOffException();
        }
        return buffer[at++];
    }

    private void begin() {
        deadline = System.nanoTime() + patience.toNanos();
    }

    /** False at the end of the stream. */
    private boolean fill() throws IOException {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
            throw new WireException("no whole answer in time");
        }
        socket.setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
        try {
            int read = socket.getInputStream().read(buffer);
            at = 0;
            end = Math.max(read, 0);
            return read > 0;
        } catch (SocketTimeoutException e) {
            throw new WireException("no whole answer in time");
        }
    }

    private static int millis(Duration duration) {
        return (int) Math.max(1, Math.min(duration.toMillis(), Integer.MAX_VALUE));
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

    /** The server closed where bytes were due. */
    private static final class BrokenOffException extends IOException {
        private static final long serialVersionUID = 1L;

        BrokenOffException() {
            super("the server closed the connection without a whole answer");
        }
    }
}
