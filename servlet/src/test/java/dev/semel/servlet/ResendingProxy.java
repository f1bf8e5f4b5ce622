/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A proxy that does what it must not (RFC 9110, section 9.2.2) and does all the same: it gives a node up that has a request
 * and still works on it, sends the request to the next node, and answers 504 when it has given up the last. nginx does so
 * with {@code proxy_next_upstream timeout non_idempotent}. When it gives up is not a matter of time here.
 */
final class ResendingProxy implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("(?im)^Content-Length: *([0-9]+)\\r?$");
    private static final int NODES = 2;

    private final ServerSocket listener;
    private final IntFunction<RawConnection> nodes;
    private final List<Runnable> givingUp;

    /**
     * Listens on a port of its own.
     *
     * @param nodes connects to a node
     * @param givingUp returns when the first node is given up, and so on; a node that has none is waited for
     */
    ResendingProxy(IntFunction<RawConnection> nodes, Runnable... givingUp) throws IOException {
        this.nodes = nodes;
        this.givingUp = List.of(givingUp);
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "resending-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    RawConnection connect() {
        return new RawConnection(listener.getLocalPort());
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void serve() {
        try {
            while (true) {
                try (Socket client = listener.accept()) {
                    byte[] request = read(new BufferedInputStream(client.getInputStream()));
                    write(answer(request), client.getOutputStream());
                }
            }
        } catch (IOException e) {
            // closed, or the test has hung up
        }
    }

    private RawResponse answer(byte[] request) {
        for (int node = 0; node < NODES; node++) {
            try (RawConnection connection = nodes.apply(node)) {
                connection.send(request);
                if (node >= givingUp.size()) {
                    return connection.read();
                }
                givingUp.get(node).run();
                connection.reset();
            }
        }
        return new RawResponse(504, List.of(), "the proxy gives up".getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] read(InputStream in) throws IOException {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        while (!request.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the request is cut off");
            }
            request.write(next);
        }
        Matcher length = LENGTH.matcher(request.toString(StandardCharsets.ISO_8859_1));
        request.write(in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0));
        return request.toByteArray();
    }

    private static void write(RawResponse answer, OutputStream out) throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + answer.status() + " As Told\r\n");
        answer.headers().stream()
                .filter(line -> !isOfOneConnection(line.getKey()))
                .forEach(line -> head.append(line.getKey() + ": " + line.getValue() + "\r\n"));
        head.append("Content-Length: " + answer.body().length + "\r\nConnection: close\r\n\r\n");
        out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        out.write(answer.body());
        out.flush();
    }

    private static boolean isOfOneConnection(String name) {
        return List.of("content-length", "transfer-encoding", "connection").contains(name.toLowerCase(Locale.ROOT));
    }
}
