/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.drill.replay.Hars;
import dev.semel.drill.replay.PlantedServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReplayCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(PlantedServer server, String... options) {
        String har = Hars.har(Hars.post("/orders"), Hars.post("/orders/17/<b>"));
        List<String> args = new ArrayList<>(List.of(server.target().toString(), "--replay"));
        args.add(Hars.write(folder, har).toString());
        args.addAll(List.of(options));
        return run(args.toArray(new String[0]));
    }

    private int run(String... args) {
        CommandLine command = Main.commandLine();
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(err));
        return command.execute(args);
    }

    @Test
    void anEndpointThatTookEffectTwiceIsOneAndNamed() {
        try (PlantedServer server = new PlantedServer(PlantedServer.Layer.NONE)) {
            assertThat(run(server, "--speed", "max")).isEqualTo(1);
        }
        assertThat(out.toString()).contains("took effect twice  POST /orders", "took effect twice: POST /orders");
    }

    @Test
    void howMuchGoesWhereIsToldBefore() {
        try (PlantedServer server = new PlantedServer(PlantedServer.Layer.RIGHT)) {
            assertThat(run(server, "--timeout", "60s")).isZero();
            assertThat(err.toString().lines())
                    .singleElement()
                    .asString()
                    .matches("semel: 1 mutation of 1 endpoint in .*traffic.har go to " + server.target()
                            + " as 8 requests over 0 s; left out: 1");
        }
        assertThat(out.toString())
                .contains("protected          POST /orders")
                .contains("1 not replayed: its URL is not a valid http or https URL (first: entry 2)");
    }

    @Test
    void aDryRunSendsNothing() {
        try (PlantedServer server = new PlantedServer(PlantedServer.Layer.NONE)) {
            assertThat(run(server, "--dry-run")).isZero();
            assertThat(server.seen()).isEmpty();
        }
        assertThat(out.toString())
                .contains("entry 1: POST /orders, 2 bytes, retry, parallel, cut")
                .contains("nothing was sent");
    }

    @Test
    void jsonAndJunitCanBeReadBack() throws Exception {
        try (PlantedServer server = new PlantedServer(PlantedServer.Layer.NONE)) {
            assertThat(run(server, "--format", "json")).isEqualTo(1);
            JsonNode root = new JsonMapper().readTree(out.toString());
            assertThat(root.path("twice").asInt()).isEqualTo(1);
            assertThat(root.path("endpoints")
                            .path(0)
                            .path("duplicates")
                            .path("cut")
                            .path("twice")
                            .asInt())
                    .isEqualTo(1);
            assertThat(root.path("leftOut").path(0).path("first").asString()).isEqualTo("entry 2");
            out.getBuffer().setLength(0);
            assertThat(run(server, "--format", "junit")).isEqualTo(1);
        }
        byte[] xml = out.toString().getBytes(StandardCharsets.UTF_8);
        assertThat(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new ByteArrayInputStream(xml))
                        .getElementsByTagName("failure")
                        .getLength())
                .isEqualTo(1);
    }

    @Test
    void thePageGoesToTheFileWithItsCharts() throws IOException {
        Path file = folder.resolve("page.html");
        try (PlantedServer server = new PlantedServer(PlantedServer.Layer.RIGHT)) {
            assertThat(run(server, "--format", "html", "--out", file.toString()))
                    .isZero();
        }
        assertThat(file).content().contains("Keys over time", "<td class=\"pass\">protected</td>", "<canvas ");
    }

    @Test
    void theCounterDecides() {
        try (PlantedServer server = new PlantedServer(PlantedServer.Layer.CONSTANT)) {
            assertThat(run(server)).isZero();
            assertThat(out.toString()).contains("cannot tell        POST /orders");
            assertThat(run(server, "--count", server.target() + "/c", "--count-pointer", "/shop/orders"))
                    .isEqualTo(1);
        }
        assertThat(out.toString()).contains("the counter changed by 3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
            --speed 0 | --speed must be more than 0, or max
            --speed -1 | --speed '-1' is neither a number such as 10 nor max
            --speed 1e9 | --speed '1e9' is neither a number such as 10 nor max
            --key-header a:b | --key-header 'a:b' is no name of a header field
            --bodies /no/such | there is no folder /no/such with bodies
            --count-pointer /a | --count-pointer needs --count
            --count /a --count-pointer a | --count-pointer 'a' is no JSON pointer, such as /orders/total
            --count ftp://a | 'ftp://a' is no http or https URL, such as http://localhost:8090
            --rows 1 | --rows is of no use with --replay
            --out /no/such/folder/file | cannot write /no/such/folder/file: no such file
            """)
    void whatCannotBeDoneGetsOneLineAndSendsNothing(String options, String line) {
        try (PlantedServer server = new PlantedServer(PlantedServer.Layer.NONE)) {
            assertThat(run(server, options.split(" "))).isEqualTo(2);
            assertThat(server.seen()).isEmpty();
        }
        assertThat(err.toString()).isEqualToIgnoringNewLines("semel: " + line);
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"log\":{\"entries\":[{\"request\":{\"method\":\"POST", "{}", "", "x"})
    void aBrokenRecordingGetsOneLine(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("r"), text);
        assertThat(run("http://127.0.0.1:1", "--replay", file.toString())).isEqualTo(2);
        assertThat(err.toString().lines()).singleElement().asString().startsWith("semel: " + file);
    }

    @Test
    void anOptionOfReplaysNeedsAReplay() {
        assertThat(run("http://127.0.0.1:1", "--dry-run")).isEqualTo(2);
        assertThat(err.toString()).contains("--replay");
    }
}
