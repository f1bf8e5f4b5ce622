/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Stands between clients and the nodes of a service and forwards every request. Of the answers to one key it loses every
 * second one, beginning with the first, and what is sent again goes to the other node. Requests without a key pass.
 */
final class LossyProxy implements AutoCloseable {

    /** How an answer is lost; the node has the request by then. */
    enum Loss {
        /** The connection ends once the answer is there, before a byte of it. */
        BEFORE_THE_HEADERS,
        /** The connection ends in the middle of the answer's body. */
        IN_THE_BODY,
        /** The connection is reset while the node still works. */
        RESET_WHILE_RUNNING,
        /** Nothing comes any more, until the client hangs up. */
        SILENCE,
        /** The proxy answers 503 in its own name. */
        UNAVAILABLE
    }

    private static final Pattern KEY = Pattern.compile("(?im)^Idempotency-Key: *(.+?)\\r?$");
    private static final Pattern LENGTH = Pattern.compile("(?im)^Content-Length: *([0-9]+)\\r?$");
    private static final Pattern CONNECTION = Pattern.compile("(?im)^Connection:.*\\r\\n");
    private static final Pattern CHUNKED = Pattern.compile("(?im)^Transfer-Encoding: *chunked\\r?$");
    private static final byte[] OWN_ANSWER =
            "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 4\r\n\r\nbusy".getBytes(StandardCharsets.US_ASCII);

    private final Loss loss;
    private final List<Integer> nodes;
    private final ServerSocket listener;
    private final Map<String, Integer> sent = new ConcurrentHashMap<>();
    private final AtomicInteger lost = new AtomicInteger();

    LossyProxy(Loss loss, List<Integer> nodes) throws IOException {
        this.loss = loss;
        this.nodes = nodes;
        this.listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        start(() -> {
            while (true) {
                var client = listener.accept();
                start(() -> serve(client));
            }
        });
    }

    String url() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    /** How many answers were lost so far. */
    int lost() {
        return lost.get();
    }

    /** How many requests came with a key that had come before. */
    int duplicates() {
        return sent.values().stream().mapToInt(times -> times - 1).sum();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void serve(Socket client) throws IOException {
        try (client) {
            var in = new BufferedInputStream(client.getInputStream());
            boolean open = true;
            while (open) {
                var request = Message.read(in);
                open = request != null && exchange(client, request);
            }
        }
    }

    /** False if that was the last one on this connection. */
    private boolean exchange(Socket client, Message request) throws IOException {
        var key = KEY.matcher(request.head());
        int times = key.find() ? sent.merge(key.group(1), 1, Integer::sum) : 0;
        try (var node = new Socket(InetAddress.getLoopbackAddress(), nodes.get(times % nodes.size()))) {
            node.getOutputStream().write(request.lastOnItsConnection());
            if (times % 2 == 0) {
                return passOn(client, node.getInputStream().readAllBytes());
            }
            lost.incrementAndGet();
            return lose(client, node.getInputStream());
        }
    }

    private static boolean passOn(Socket client, byte[] answer) throws IOException {
        var message = Message.of(answer);
        boolean ends = !LENGTH.matcher(message.head()).find()
                && !CHUNKED.matcher(message.head()).find();
        client.getOutputStream().write(ends ? answer : message.oneOfMany());
        return !ends;
    }

    private boolean lose(Socket client, InputStream node) throws IOException {
        if (loss == Loss.RESET_WHILE_RUNNING) {
            client.setSoLinger(true, 0);
            client.close();
            node.readAllBytes();
            return false;
        }
        var answer = node.readAllBytes();
        if (loss == Loss.UNAVAILABLE) {
            client.getOutputStream().write(OWN_ANSWER);
            return true;
        }
        if (loss == Loss.IN_THE_BODY) {
            int head = Message.of(answer).head().length();
            client.getOutputStream().write(answer, 0, head + (answer.length - head) / 2);
        } else if (loss == Loss.SILENCE) {
            client.getInputStream().readAllBytes();
        }
        return false;
    }

    private static void start(Step step) {
        var thread = new Thread(
                () -> {
                    try {
                        step.run();
                    } catch (IOException e) {
                        // one side has hung up
                    }
                },
                "lossy-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    /** A request or an answer: its head with the empty line, and the bytes after that. */
    @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
    private record Message(String head, byte[] body) {

        /** The next one of a connection; null at its end. */
        static @Nullable Message read(InputStream in) throws IOException {
            var bytes = new ByteArrayOutputStream();
            while (!bytes.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                int next = in.read();
                if (next < 0) {
                    return null;
                }
                bytes.write(next);
            }
            var head = bytes.toString(StandardCharsets.ISO_8859_1);
            var length = LENGTH.matcher(head);
            return new Message(head, in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0));
        }

        static Message of(byte[] whole) {
            var text = new String(whole, StandardCharsets.ISO_8859_1);
            int end = text.indexOf("\r\n\r\n") + 4;
            return new Message(text.substring(0, end), Arrays.copyOfRange(whole, end, whole.length));
        }

        /** So that the node ends the answer by ending the connection. */
        byte[] lastOnItsConnection() {
            var kept = CONNECTION.matcher(head).replaceAll("");
            return with(kept.substring(0, kept.length() - 2) + "Connection: close\r\n\r\n");
        }

        byte[] oneOfMany() {
            return with(CONNECTION.matcher(head).replaceAll(""));
        }

        private byte[] with(String otherHead) {
            var bytes = new ByteArrayOutputStream();
            bytes.writeBytes(otherHead.getBytes(StandardCharsets.ISO_8859_1));
            bytes.writeBytes(body);
            return bytes.toByteArray();
        }
    }
}
