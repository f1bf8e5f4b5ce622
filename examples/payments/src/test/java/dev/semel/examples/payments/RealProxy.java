/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * An nginx or a HAProxy of the machine, as a child process with all its files in a folder, in front of two nodes. It gives
 * a node up that has not answered within 300 ms, and sends the request, a POST too, to the other one.
 *
 * @param process the proxy
 * @param port where it listens, on loopback only
 * @param log a line for each request
 * @param resentLine matches the line of a request that it has sent more than once
 * @param ownLine matches the line of a request that it has answered by itself, with 502 or 504
 */
record RealProxy(Process process, int port, Path log, Pattern resentLine, Pattern ownLine) implements AutoCloseable {
    private static final String NGINX =
            """
            %s
            daemon off;
            worker_processes 1;
            pid nginx.pid;
            error_log error.log;
            events { worker_connections 1024; }
            http {
              log_format told '$upstream_addr|$status';
              access_log requests.log told;
              client_body_temp_path body;
              proxy_temp_path proxy;
              fastcgi_temp_path fastcgi;
              uwsgi_temp_path uwsgi;
              scgi_temp_path scgi;
              upstream nodes {
                server 127.0.0.1:%d max_fails=0;
                server 127.0.0.1:%d max_fails=0;
              }
              server {
                listen 127.0.0.1:%d;
                location / {
                  proxy_pass http://nodes;
                  proxy_connect_timeout 300ms;
                  proxy_read_timeout 300ms;
                  proxy_next_upstream error timeout http_502 http_504 non_idempotent;
                  proxy_next_upstream_tries 2;
                }
              }
            }
            """;
    private static final String HAPROXY =
            """
            global
              log stdout format raw local0
            defaults
              mode http
              log global
              log-format "retries %%rc|%%ST"
              timeout connect 300ms
              timeout client 30s
              timeout server 300ms
              retries 1
              option redispatch 1
              retry-on all-retryable-errors
            listen nodes
              bind 127.0.0.1:%3$d
              server a 127.0.0.1:%1$d
              server b 127.0.0.1:%2$d
            """;

    /** Only a master that runs as root may, and must, say as whom its workers run. */
    private static final String WORKERS = System.getProperty("user.name").equals("root") ? "user root;" : "";

    static RealProxy nginx(Path folder, int firstNode, int secondNode) throws IOException {
        int port = DemoProcess.freePort();
        Path configuration =
                Files.writeString(folder.resolve("nginx.conf"), NGINX.formatted(WORKERS, firstNode, secondNode, port));
        Process process = start(
                folder.resolve("output.log"),
                List.of(
                        program("SEMEL_NGINX"),
                        "-p",
                        folder.toString(),
                        "-e",
                        "error.log",
                        "-c",
                        configuration.toString()));
        Path log = folder.resolve("requests.log");
        return new RealProxy(process, port, log, Pattern.compile("^[^|]+, "), Pattern.compile("\\|50[24]$"))
                .ready(folder);
    }

    static RealProxy haproxy(Path folder, int firstNode, int secondNode) throws IOException {
        int port = DemoProcess.freePort();
        Path configuration =
                Files.writeString(folder.resolve("haproxy.cfg"), HAPROXY.formatted(firstNode, secondNode, port));
        Path log = folder.resolve("output.log");
        Process process = start(log, List.of(program("SEMEL_HAPROXY"), "-db", "-f", configuration.toString()));
        return new RealProxy(process, port, log, Pattern.compile("retries \\+?[1-9]"), Pattern.compile("\\|50[24]$"))
                .ready(folder);
    }

    private static String program(String variable) {
        String program = System.getenv().getOrDefault(variable, "");
        assertThat(Files.isExecutable(Path.of(program)))
                .as("%s must name a program, not \"%s\"", variable, program)
                .isTrue();
        return program;
    }

    private static Process start(Path output, List<String> command) throws IOException {
        File file = output.toFile();
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(file)
                .start();
    }

    private RealProxy ready(Path folder) throws IOException {
        await().atMost(Duration.ofSeconds(20)).until(() -> !process.isAlive() || accepts());
        assertThat(process.isAlive())
                .as("%s", Files.readString(folder.resolve("output.log")))
                .isTrue();
        return this;
    }

    private boolean accepts() {
        try (Socket connection = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return connection.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** How many requests it has sent more than once. */
    long resent() throws IOException {
        return count(resentLine);
    }

    /** How many requests it has answered by itself. */
    long answeredByItself() throws IOException {
        return count(ownLine);
    }

    private long count(Pattern line) throws IOException {
        return Files.readAllLines(log).stream().filter(line.asPredicate()).count();
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
