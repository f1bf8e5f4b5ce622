/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments;

import static dev.semel.examples.payments.Shop.EUR_1999;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code --reset} may delete: nothing that a running process stands on. Each part is a process of its own. */
class ResetIT {
    @TempDir
    private Path parent;

    private final List<DemoProcess> running = new ArrayList<>();
    private Path data;
    private int port;
    private int providerPort;
    private DemoProcess demo;

    @BeforeEach
    void pay() throws IOException {
        data = parent.resolve("data");
        port = DemoProcess.freePort();
        providerPort = DemoProcess.freePort();
        demo = start(demo(port, providerPort));
        assertThat(Shop.pay(port, "key", EUR_1999).statusCode()).isEqualTo(201);
    }

    @AfterEach
    void stop() throws InterruptedException {
        for (DemoProcess each : running) {
            each.stop();
        }
    }

    @Test
    void aRunningDemoKeepsItsData() throws Exception {
        DemoProcess.End end = DemoProcess.run(demo(DemoProcess.freePort(), DemoProcess.freePort(), "--reset"));

        assertRefused(end, "another demo is running on " + data.toRealPath());
        assertThat(Shop.get(port, "/payments").size()).isEqualTo(1);
        assertThat(Shop.pay(port, "key-2", EUR_1999).statusCode()).isEqualTo(201);
    }

    @Test
    void aRunningProviderKeepsItsLedgerAndTheDatabaseOfAKilledDemoItsRows() throws Exception {
        demo.kill();
        String[] provider = {"provider", "--port", String.valueOf(providerPort), "--data", data.toString()};
        DemoProcess alone = start(provider);

        DemoProcess.End end = DemoProcess.run(demo(DemoProcess.freePort(), DemoProcess.freePort(), "--reset"));

        assertRefused(end, "a provider is running on " + data.toRealPath() + "; stop it before --reset");
        alone.stop();
        start(demo(port, providerPort));
        assertThat(Shop.get(port, "/payments").size()).isEqualTo(1);
        assertThat(Shop.get(providerPort, "/charges").size()).isEqualTo(1);
    }

    @Test
    void whatAKilledDemoLeftIsStoppedAndCleared() throws Exception {
        long postgres = postgres();
        demo.kill();
        assertThat(ProcessHandle.of(postgres)).isPresent();

        start(demo(port, providerPort, "--reset"));

        // Nobody here waits for a server of a killed process, so it may stand in the process table without a program.
        assertThat(ProcessHandle.of(postgres).flatMap(process -> process.info().command()))
                .isEmpty();
        assertThat(Shop.get(port, "/payments").size()).isZero();
        assertThat(Shop.get(providerPort, "/charges").size()).isZero();
        assertThat(Shop.pay(port, "key", EUR_1999.replace("1999", "5")).statusCode())
                .isEqualTo(201);
    }

    private static void assertRefused(DemoProcess.End end, String reason) {
        assertThat(end.exitCode()).isEqualTo(2);
        assertThat(end.lines()).singleElement().satisfies(line -> assertThat(line)
                .startsWith("semel: " + reason));
    }

    private DemoProcess start(String... arguments) throws IOException {
        DemoProcess started = DemoProcess.start(arguments);
        running.add(started);
        return started;
    }

    private String[] demo(int port, int providerPort, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "demo",
                "--port",
                String.valueOf(port),
                "--provider-port",
                String.valueOf(providerPort),
                "--data",
                data.toString()));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    private long postgres() throws IOException {
        return Long.parseLong(Files.readAllLines(data.resolve("postgres").resolve("postmaster.pid"))
                .get(0));
    }
}
