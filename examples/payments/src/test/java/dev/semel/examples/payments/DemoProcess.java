/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process of the executable jar, as a user starts it; it can be killed without notice. */
final class DemoProcess {
    private static final Path JAR = Path.of("target", "semel-payments.jar");

    private final Process process;
    private final List<String> lines = new ArrayList<>();

    /** How a process ended, and all that it printed. */
    record End(int exitCode, List<String> lines) {}

    private DemoProcess(Process process) {
        this.process = process;
    }

    /** Starts a command of the jar and returns when it has said that it is ready. */
    static DemoProcess start(String... arguments) throws IOException {
        DemoProcess demo = new DemoProcess(launch(arguments));
        demo.awaitReady();
        return demo;
    }

    /** Starts a payment service; its folder is one below the given one. */
    static DemoProcess service(int port, int providerPort, String jdbcUrl, Path folder) throws IOException {
        return start(
                "demo",
                "--service-only",
                "--port",
                String.valueOf(port),
                "--provider-url",
                "http://localhost:" + providerPort,
                "--jdbc-url",
                jdbcUrl,
                "--data",
                folder.resolve("service-" + port).toString());
    }

    /** Runs a command of the jar that ends by itself, or would go on: then it is stopped at its "ready". */
    static End run(String... arguments) throws IOException, InterruptedException {
        DemoProcess demo = new DemoProcess(launch(arguments));
        if (demo.isReady()) {
            demo.stop();
        }
        return new End(demo.process.waitFor(), demo.lines);
    }

    private static Process launch(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                JAR.toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private void awaitReady() throws IOException {
        if (!isReady()) {
            throw new IOException("The process ended before it was ready:\n" + String.join("\n", lines));
        }
    }

    /** Returns true when the process has said so, and false when it has ended without. */
    private boolean isReady() throws IOException {
        // Not closed: the process goes on to write.
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            lines.add(line);
            if (line.equals("ready")) {
                Thread drain = new Thread(() -> output.lines().forEach(rest -> {}), "drain-" + process.pid());
                drain.setDaemon(true);
                drain.start();
                return true;
            }
        }
        return false;
    }

    /** SIGKILL: no hook runs, no connection is closed in order. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM, and SIGKILL if that does not help. */
    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            kill();
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
