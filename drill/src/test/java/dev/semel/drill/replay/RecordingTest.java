/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.drill.DrillException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordingTest {
    @TempDir
    private Path folder;

    private static final class Kept implements Recorded.Visitor {
        private final List<Recorded> mutations = new ArrayList<>();
        private final List<String> left = new ArrayList<>();

        @Override
        public void mutation(Recorded recorded) {
            mutations.add(recorded);
        }

        @Override
        public void left(String place, String reason) {
            left.add(place + ": " + reason);
        }
    }

    private static Kept har(String text) throws InterruptedException {
        Kept kept = new Kept();
        HarReader.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "x.har", kept);
        return kept;
    }

    private static String body(String postData) throws InterruptedException {
        Kept kept = har(Hars.har(Hars.entry("POST", "https://a/b", postData)));
        assertThat(kept.left).isEmpty();
        return new String(kept.mutations.get(0).request().content().bytes(), StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            [] | x.har is no HAR: it does not begin with an object
            {} | x.har is no HAR: it has no log.entries
            {"log":{"entries":{}}} | x.har is no HAR: it has no log.entries
            {"log":{"entries":[{"request":{"method":"POST | x.har is broken at line 1
            {"log":{"entries":[{ | x.har is broken at line 1
            {"log":{"entries":[}}} | x.har is broken at line 1
            {"log":{"entries":[1e9999999 | x.har is broken at line 1
            """)
    void whatIsNoHarGetsOneLine(String text, String message) {
        assertThatThrownBy(() -> har(text))
                .isInstanceOf(DrillException.class)
                .hasMessageStartingWith(message)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void deepNestingGetsOneLine() {
        String deep = "{\"log\":{\"entries\":[{\"x\":" + "[".repeat(100_000);
        assertThatThrownBy(() -> har(deep)).isInstanceOf(DrillException.class).hasMessageContaining("x.har is broken");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            POST | ftp://a/b | "text":"" | its URL is not a valid http or https URL
            POST | http://a b/ | "text":"" | its URL is not a valid http or https URL
            POST | /relative | "text":"" | its URL is not a valid http or https URL
            POST | https://a/ | "text":"?","encoding":"base64","mimeType":"x y\\r\\nz" | a header that no request can carry
            POST | https://a/ | "text":"Zg","encoding":"zip" | its body is in an encoding other than base64
            POST | https://a/ | "text":"Zg=Zg","encoding":"base64" | its body is no base64
            POST | https://a/ | "text":"\\u20ac","mimeType":"text/plain; charset=latin1" | its body has characters that its character set has not
            POST | https://a/ | "text":"\\ud800" | its body has characters that its character set has not
            POST | https://a/ | "mimeType":"multipart/form-data","params":[{"name":"f","fileName":"a.png"}] | the file of its form is missing
            """)
    void whatCannotBeSentIsLeftOutWithItsReason(String method, String url, String postData, String reason)
            throws InterruptedException {
        Kept kept = har(Hars.har(Hars.entry(method, url, postData), Hars.post("/fine")));
        assertThat(kept.left).containsExactly("entry 1: " + reason);
        assertThat(kept.mutations).singleElement().satisfies(next -> assertThat(next.place())
                .isEqualTo("entry 2"));
    }

    @Test
    void aMissingBodyIsNeverSentAsAnEmptyOne() throws InterruptedException {
        String entry = Hars.entry("POST", "https://a/b", "", "Content-Length: 12");
        assertThat(har(Hars.har(entry)).left).containsExactly("entry 1: its body is missing");
        assertThat(har(Hars.har(Hars.entry("POST", "https://a/b", ""))).mutations)
                .hasSize(1);
    }

    @Test
    void bodiesAreSentAsTheClientSentThem() throws InterruptedException {
        assertThat(body("\"text\":\"Zm9v\",\"encoding\":\"base64\"")).isEqualTo("foo");
        assertThat(body("\"text\":\"\\u00fc\",\"mimeType\":\"text/plain; charset=ISO-8859-1\""))
                .isEqualTo("\u00fc");
        assertThat(body("\"text\":\"\\u00fc\"")).isEqualTo("\u00c3\u00bc");
        assertThat(body("\"mimeType\":\"application/x-www-form-urlencoded\",\"params\":"
                        + "[{\"name\":\"a b\",\"value\":\"1&2\"},{\"name\":\"c\"}]"))
                .isEqualTo("a+b=1%262&c=");
        assertThat(
                        body(
                                "\"mimeType\":\"multipart/form-data; boundary=x\",\"params\":[{\"name\":\"a\\\"\",\"value\":\"1\"}]"))
                .contains("name=\"a%22\"\r\n\r\n1\r\n--");
    }

    @Test
    void unreadableTimesWaitForNothing() throws InterruptedException {
        String first = Hars.post("/a");
        String odd = Hars.post("/b").replace("2026-01-01T10:00:00.000Z", "-1");
        Kept kept = har(Hars.har(first, odd));
        assertThat(kept.mutations.get(1).millis())
                .isEqualTo(kept.mutations.get(0).millis());
    }

    @Test
    void longStringsAreCutAndTheRestIsRead() throws InterruptedException {
        String large = "\\u00e9\\\\\\\"\u20ac".repeat(800_000);
        String entry = Hars.entry("POST", "https://a/b", "\"text\":\"" + large + "\"");
        Kept kept = har(Hars.har(entry, Hars.post("/fine")));
        assertThat(kept.left).containsExactly("entry 1: its body is larger than 4 MB");
        assertThat(kept.mutations).hasSize(1);
    }

    @Test
    void stringsOfAnyKindPassWhole() throws IOException {
        String text = "{\"a\":\"\\u00e9\\\\\",\"\\\"\":\"\u20ac\\n\",\"c\":[\"\",\"12345678\"]}";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertThat(new LongStrings(new ByteArrayInputStream(bytes), 8).readAllBytes())
                .isEqualTo(bytes);
        byte[] cut = new LongStrings(new ByteArrayInputStream(bytes), 6).readAllBytes();
        assertThat(new String(cut, StandardCharsets.UTF_8))
                .isEqualTo(text.replace("\\\\\"", "\\u0000cut\"").replace("12345678", "123456\\u0000cut"));
    }

    private Kept log(Optional<Path> bodies, String... lines) throws IOException, InterruptedException {
        Path file = Files.write(folder.resolve("access.log"), List.of(lines), StandardCharsets.ISO_8859_1);
        Kept kept = new Kept();
        Survey.read(new Recording.AccessLog(file, bodies), kept);
        return kept;
    }

    private static String line(String request) {
        return "10.0.0.1 - joe doe [01/Jan/2026:10:00:00 +0100] \"" + request + "\" 201 12 \"-\" \"curl/8 \\\"x\\\"\"";
    }

    @Test
    void aLogIsReadWithBodiesByLineNumber() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("000002.body"), "a=1");
        Files.writeString(folder.resolve("000002.type"), "application/x-www-form-urlencoded\n");
        Kept kept = log(
                Optional.of(folder),
                line("GET / HTTP/1.1"),
                line("POST /orders/17?x=1 HTTP/2.0"),
                line("POST /orders HTTP/1.1"),
                line("DELETE /orders/17 HTTP/1.1"));
        assertThat(kept.left).containsExactly("line 3: its body is missing (--bodies)");
        Recorded post = kept.mutations.get(0);
        assertThat(post.request().content().bytes()).asString().isEqualTo("a=1");
        assertThat(post.header("content-type")).contains("application/x-www-form-urlencoded");
        assertThat(post.endpoint()).hasToString("POST /orders/{id}");
        assertThat(kept.mutations.get(1).endpoint()).hasToString("DELETE /orders/{id}");
    }

    @Test
    void linesThatDoNotParseAreNamed() throws IOException, InterruptedException {
        Kept kept = log(
                Optional.empty(),
                "\u0000\u00ff garbage",
                line("DELETE /a HTTP/1.1"),
                line("DELETE /a\\x22b HTTP/1.1"),
                "x".repeat(100_000),
                line("DELETE /a HTTP/1.1").replace("Jan", "Foo"),
                line("DELETE /b HTTP/1.1"));
        assertThat(kept.left)
                .containsExactly(
                        "line 1: " + LogReader.UNREADABLE,
                        "line 3: its URL is not a valid http or https URL",
                        "line 4: " + LogReader.UNREADABLE,
                        "line 5: " + LogReader.UNREADABLE);
        assertThat(kept.mutations).hasSize(2);
    }

    @Test
    void aFileThatIsNeitherGetsOneLine() throws IOException {
        assertThatThrownBy(() -> log(Optional.empty(), "a", "b"))
                .hasMessageEndingWith("is neither a HAR nor an access log in the combined format:"
                        + " none of its 2 lines can be read");
        Path utf16 = Files.writeString(folder.resolve("x"), "\ufeff{}", StandardCharsets.UTF_16LE);
        assertThatThrownBy(() -> Recording.of(utf16.toString(), Optional.empty()))
                .hasMessageEndingWith("is not UTF-8; save it as UTF-8");
        assertThatThrownBy(() -> Recording.of(folder.toString(), Optional.empty()))
                .hasMessageEndingWith("it is a folder");
        assertThatThrownBy(() -> Recording.of("/no/such", Optional.empty())).hasMessageEndingWith("no such file");
    }

    @ParameterizedTest
    @CsvSource({
        "/orders, /orders",
        "/v1/orders/17, /v1/orders/{id}",
        "/a/0b6b8d0e-3f3c-4d8e-9b1e-2f6f5a0a7c11/x, /a/{id}/x",
        "/oauth2/token, /oauth2/token",
        "/pay/pay_1AbcDefGh/refund, /pay/{id}/refund",
        "/o/order-12, /o/{id}",
        "/u/joe%40x.org?q=1, /u/{id}",
        "/facade, /facade"
    })
    void identifiersCollapse(String path, String template) {
        assertThat(Endpoint.of("POST", path).template()).isEqualTo(template);
    }
}
