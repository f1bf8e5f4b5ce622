/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.demo;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void namesThePortInUseAndTheOptionToChange() throws IOException {
        try (var holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> Ports.requireFree("--provider-port", holder.getLocalPort()))
                    .isInstanceOf(DemoException.class)
                    .hasMessageContaining("port " + holder.getLocalPort() + " is in use")
                    .hasMessageContaining("--provider-port");
        }
    }

    @Test
    void seesAPortThatIsHeldOnAllAddresses() throws IOException {
        try (var holder = new ServerSocket(0)) {
            assertThatThrownBy(() -> Ports.requireFree("--port", holder.getLocalPort()))
                    .isInstanceOf(DemoException.class);
        }
    }

    @Test
    void findsAPortFreeAgainThatWasJustInUse() throws IOException {
        int port;
        try (var holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = holder.getLocalPort();
        }
        Ports.requireFree("--port", port);
    }
}
