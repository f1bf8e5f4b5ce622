/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.servers;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One question to a Redis server of this machine, in its protocol. */
final class RedisQuestion {
    private static final int MILLIS = 5000;

    private RedisQuestion() {}

    /**
     * Asks and gives the answer as text.
     *
     * @throws IOException if nobody answers, or the answer is an error
     */
    static String ask(int port, String command) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), MILLIS);
            socket.setSoTimeout(MILLIS);
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            return answer(new BufferedInputStream(socket.getInputStream()));
        }
    }

    private static String answer(InputStream in) throws IOException {
        String line = line(in);
        String rest = line.substring(Math.min(1, line.length()));
        return switch (line.isEmpty() ? ' ' : line.charAt(0)) {
            case '+', ':' -> rest;
            case '$' -> new String(in.readNBytes(Integer.parseInt(rest)), StandardCharsets.UTF_8);
            case '-' -> throw new IOException("Redis answers " + rest);
            default -> throw new IOException("this is no answer of Redis: " + line);
        };
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.append((char) next);
        }
        return line.toString().stripTrailing();
    }
}
