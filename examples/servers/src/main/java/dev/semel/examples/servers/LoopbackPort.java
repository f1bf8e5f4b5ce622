/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Finds ports on the loopback. */
final class LoopbackPort {
    /** How far above its port the bus of a Redis Cluster's node listens. */
    private static final int BUS = 10_000;

    private LoopbackPort() {}

    /** Below those that the system gives to clients, and so that the Cluster's bus is free too. */
    static int free() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(11_000, 22_000);
            if (isFree(port)) {
                return port;
            }
        }
    }

    /** Whether a server, and its bus, can listen there. */
    static boolean isFree(int port) {
        return isUnused(port) && isUnused(port + BUS);
    }

    private static boolean isUnused(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
