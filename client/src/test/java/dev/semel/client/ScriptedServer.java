/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on a raw socket that answers, or does not, as the test says; one request a connection. */
final class ScriptedServer implements AutoCloseable {
    /** What to do with one request. */
    @FunctionalInterface
    interface Answer {
        void give(Socket client, Request request) throws IOException;
    }

    /** A request as it came in; header names are in lower case. */
    record Request(String method, String path, Map<String, List<String>> headers, String body, long nanos) {
        List<String> header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
        }
    }

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Queue<Answer> script = new ConcurrentLinkedQueue<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    ScriptedServer(Answer... answers) throws IOException {
        script.addAll(List.of(answers));
        Thread thread = new Thread(this::accept, "scripted-server");
        thread.setDaemon(true);
        thread.start();
    }

    static Answer answer(int status, String body, String... headers) {
        return (client, request) -> write(client, status, body, body.length(), headers);
    }

    /** Says that it is running, as the layer does. */
    static Answer conflict(String... headers) {
        return problem(409, "conflict", headers);
    }

    static Answer problem(int status, String code, String... headers) {
        String[] all = new String[headers.length + 1];
        all[0] = "Content-Type: application/problem+json";
        System.arraycopy(headers, 0, all, 1, headers.length);
        return answer(status, "{\"type\":\"https://example.org/" + code + "\",\"code\":\"" + code + "\"}", all);
    }

    /** Takes the request and closes without a word. */
    static Answer lost() {
        return (client, request) -> {};
    }

    /** Takes the request and resets the connection. */
    static Answer reset() {
        return (client, request) -> client.setSoLinger(true, 0);
    }

    /** Promises more bytes than it sends. */
    static Answer cut(int status) {
        return (client, request) -> write(client, status, "half", 100);
    }

    /** Takes the request and says nothing until the test ends or the client goes. */
    static Answer silence() {
        return (client, request) -> {
            int ignored = client.getInputStream().read();
        };
    }

    URI at(String path) {
        return URI.create("http://localhost:" + socket.getLocalPort() + path);
    }

    List<Request> requests() {
        return requests;
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket each : open) {
            each.close();
        }
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                open.add(client);
                Thread thread = new Thread(() -> serve(client), "scripted-connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            Request request = read(client.getInputStream());
            requests.add(request);
            Answer next = script.poll();
            (next == null ? answer(599, "no more script") : next).give(client, request);
        } catch (IOException e) {
            // the client has gone, which the test will tell
        }
    }

    private static Request read(InputStream in) throws IOException {
        String[] first = line(in).split(" ", 3);
        Map<String, List<String>> headers = new HashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        byte[] body = headers.containsKey("transfer-encoding")
                ? chunks(in)
                : in.readNBytes(Integer.parseInt(
                        headers.getOrDefault("content-length", List.of("0")).get(0)));
        return new Request(
                first[0], first[1], headers, new String(body, StandardCharsets.ISO_8859_1), System.nanoTime());
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int size;
        do {
            size = Integer.parseInt(line(in), 16);
            body.write(in.readNBytes(size));
            line(in);
        } while (size > 0);
        return body.toByteArray();
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the client closed");
            }
            line.append((char) c);
        }
        return line.toString().stripTrailing();
    }

    private static void write(Socket client, int status, String body, int length, String... headers)
            throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Scripted\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        head.append("Content-Length: ").append(length).append("\r\nConnection: close\r\n\r\n");
        client.getOutputStream().write((head + body).getBytes(StandardCharsets.ISO_8859_1));
        client.getOutputStream().flush();
    }
}
