/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.drill.HostileServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class DrillCommandTest {
    private static final String BARE = "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        CommandLine command = Main.commandLine();
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(err));
        return command.execute(args);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
            ftp://x | 'ftp://x' is no http or https URL, such as http://localhost:8090
            localhost:8090 | 'localhost:8090' is no http or https URL, such as http://localhost:8090
            http:///x | 'http:///x' names no host and port, as http://localhost:8090 does
            http://x y | 'http://x y' is no URL: Illegal character in authority
            http://x?q | 'http://x?q' must end with its path, without query or fragment
            http://127.0.0.1:1 | nothing listens at http://127.0.0.1:1
            --timeout 9s | give the URL of the service, such as http://localhost:8090 (see --help)
            http://x --endpoint no-such-file | cannot read no-such-file: there is no such file
            http://x --endpoint no-such-file --rows 1 | --rows and --level choose among rows, which --endpoint does not run
            http://x --endpoint no-such-file --replay y | --endpoint and --replay are two drills; run one after the other
            http://x --rows 200 | --rows: there is no row '200'; rows are 1 to 134 and C1 to C14
            http://x --rows 5-1 | --rows: 5-1 ends before it begins
            http://x --level X | --level: 'X' is none of M, S, D, C
            http://x --rows 1 --level C | there is no row 1 of level C
            http://x --timeout 0s | --timeout '0s' is not a time such as 90s or 2m
            http://x --out /no/such/folder/file | cannot write /no/such/folder/file: no such file
            """)
    void whatCannotBeDoneGetsOneLine(String arguments, String line) {
        String[] args = arguments.contains("--") ? arguments.split(" ") : new String[] {arguments};
        assertThat(run(args)).isEqualTo(2);
        assertThat(err.toString()).isEqualToIgnoringNewLines("semel: " + line);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void anUnknownFormatGetsOneLine() {
        assertThat(run("http://x", "--format", "yaml")).isEqualTo(2);
        assertThat(err.toString().lines()).singleElement().asString().contains("yaml", "JUNIT", "--help");
    }

    @Test
    void theExampleOfAnEndpointNeedsNoUrl() {
        assertThat(run("--endpoint-example")).isZero();
        assertThat(out.toString()).contains("request:", "effects:");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aTokenWithALineEndIsRefused() {
        assertThat(run("http://x", "--token", "a\r\nb")).isEqualTo(2);
        assertThat(err.toString()).contains("--token must be visible ASCII characters");
    }

    @Test
    void aFailedBindingRowIsOneAndOthersAreNought() {
        try (HostileServer server = new HostileServer((line, to) -> HostileServer.send(to, BARE))) {
            String url = server.target().toString();
            assertThat(run(url, "--rows", "133")).isZero();
            assertThat(run(url, "--rows", "132", "--timeout", "5s")).isEqualTo(1);
        }
        assertThat(err.toString()).isEmpty();
        assertThat(out.toString()).contains("failed rows of level M or S: 132");
    }

    @Test
    void theReportGoesToTheFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("report"), "an older and longer report".repeat(100));
        try (HostileServer server = new HostileServer((line, to) -> HostileServer.send(to, BARE))) {
            String url = server.target().toString();
            assertThat(run(url, "--rows", "133", "--format", "json", "--out", file.toString()))
                    .isZero();
        }
        assertThat(Files.readString(file)).startsWith("{").endsWith("}\n");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aFailedDrillLeavesTheOlderReport(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("report"), "older");
        assertThat(run("http://127.0.0.1:1", "--out", file.toString())).isEqualTo(2);
        assertThat(file).hasContent("older");
    }
}
