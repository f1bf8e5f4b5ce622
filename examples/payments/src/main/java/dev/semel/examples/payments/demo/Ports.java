/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Finds out whether a port is free, before anything is started. */
final class Ports {

    private static final int CONNECT_MILLIS = 500;

    private Ports() {}

    /**
     * Returns if the port can be listened on.
     *
     * @throws DemoException (2) naming the port and the option to change
     */
    static void requireFree(String option, int port) {
        if (isAnswering(port)) {
            throw inUse(option, port);
        }
        try (var socket = new ServerSocket()) {
            // Without it the remains of a demo just stopped would count as in use for a minute.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw DemoException.refused(
                    "cannot listen on port " + port + " (" + e.getMessage() + "); choose another with " + option);
        }
    }

    static DemoException inUse(String option, int port) {
        return DemoException.refused(
                "port " + port + " is in use; stop what listens there or choose another with " + option);
    }

    /** On macOS a port that others hold on all addresses can still be bound on one, so binding alone is no proof. */
    private static boolean isAnswering(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
