/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.drill.DrillException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointTest {
    private static final String RIGHT = "request: {path: /p}\neffects: {path: /p, count: /total}\n";

    @Test
    void theExampleIsRight() {
        Description description = new DescriptionFile("example", name -> "c2hvcC1hOmRlbW8=").read(Endpoint.example());
        assertThat(description.name()).isEqualTo("POST /payments");
        assertThat(description.effects().isOwn()).isTrue();
        assertThat(description.changed()).isPresent();
    }

    @Test
    void whatIsLeftOutIsAsUsual() {
        Description description = new DescriptionFile("file", name -> null).read(RIGHT);
        assertThat(description.key()).isEqualTo(new Description.Key(java.util.Optional.of("Idempotency-Key"), false));
        assertThat(description.answers().isSuccess(204)).isTrue();
        assertThat(description.answers().isSuccess(302)).isFalse();
        assertThat(description.answers().conflict()).containsExactly(409);
        assertThat(description.answers().mismatch()).containsExactly(422);
        assertThat(description.load()).isEqualTo(new Description.Load(20, 30, 4));
        assertThat(description.effects().isOwn()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
            request: {path: /p, boddy: x} | line 1: there is no member 'boddy'; members here are
            request: [1] | line 1: request is of the wrong kind
            request: {path: /p, headers: {A: [1]}} | headers.A is of the wrong kind
            'a: | it is no YAML
            [ | the document is of the wrong kind
            {} | request: it is missing
            request: {path: /p} | effects: it is missing
            request: {path: p} | request.path: a path starts with /
            request: {path: '/a b'} | request.path: a path starts with /
            request: {path: /p, method: GET} | request.method: 'GET' is none of [POST, PUT, PATCH, DELETE]
            request: {path: /p, headers: {'a b': c}} | request.headers: 'a b' is no name of a header
            request: {path: /p, headers: {A: "b\\r\\nC: d"}} | request.headers.A: a header has printable ASCII characters only
            request: {path: /p, body: '${what}'} | request.body: ${what} is none of ${key}, ${ref}, ${uuid}, ${n}, ${now} or ${env.NAME}
            request: {path: /p, body: '${env.NO_SUCH_THING}'} | request.body: the environment variable NO_SUCH_THING is not set
            {request: {path: /p}, key: {header: none}} | key.header: it is 'none', and ${key} stands nowhere in the request
            {request: {path: /p}, key: {header: 'a:b'}} | key.header: 'a:b' is no name of a header
            {request: {path: /p}, effects: {path: /p}} | effects: give one of count (a JSON pointer) and pattern
            {request: {path: /p}, effects: {path: /p, count: total}} | effects.count: 'total' is no JSON pointer
            {request: {path: /p}, effects: {path: /p, pattern: '('}} | effects.pattern: it is no regular expression
            {request: {path: /p}, effects: {path: /p, count: '', each: 0}} | effects.each: how much one effect adds is 1 to 1000
            {request: {path: /p}, effects: {path: /p, count: ''}, answers: {success: [99]}} | answers.success: statuses are 200 to 599
            {request: {path: /p}, effects: {path: /p, count: ''}, load: {parallel: 0}} | load.parallel: it is 1 to 200; got 0
            {request: {path: /p}, effects: {path: /p, count: ''}, load: {parallel: many}} | load.parallel is of the wrong kind
            {request: {path: /p}, request: {path: /p}} | it is no YAML
            """)
    void whatIsWrongIsToldInOneLineWithItsPlace(String yaml, String message) {
        assertThatThrownBy(() -> new DescriptionFile("file", name -> null).read(yaml.replace("\\\\", "\\")))
                .isInstanceOf(DrillException.class)
                .hasMessageStartingWith("file")
                .hasMessageContaining(message)
                .message()
                .hasLineCount(1);
    }

    @Test
    void bombsAreRefused() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 60; i++) {
            bomb.append("a" + i + ": &a" + i + " [*a" + (i - 1) + ",*a" + (i - 1) + "]\n");
        }
        assertRefused(bomb.toString());
        assertRefused("[".repeat(100_000));
        assertRefused("request: " + "{a: ".repeat(50_000));
        assertRefused("");
        assertRefused("null");
    }

    private static void assertRefused(String yaml) {
        assertThatThrownBy(() -> Endpoint.parse("file", yaml))
                .isInstanceOf(DrillException.class)
                .hasMessageStartingWith("file")
                .message()
                .hasLineCount(1);
    }

    @Test
    void filesThatAreNoneAreRefused(@TempDir Path folder) throws IOException {
        assertThatThrownBy(() -> Endpoint.read(folder.resolve("none")))
                .isInstanceOf(DrillException.class)
                .hasMessageEndingWith("none: there is no such file");
        Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertThatThrownBy(() -> Endpoint.read(binary)).hasMessageEndingWith("binary is no text in UTF-8");
        Path huge = Files.write(folder.resolve("huge"), new byte[(1 << 20) + 1]);
        assertThatThrownBy(() -> Endpoint.read(huge)).hasMessageContaining("larger than 1 MiB");
        assertThatThrownBy(() -> Endpoint.read(folder)).hasMessageStartingWith("cannot read ");
    }

    @Test
    void valuesStandForTheirTextInAPattern() {
        Template template = new Template("\"${ref}\"");
        assertThat("\"a.b\"").matches(template.quotedWith(Map.of("ref", "a.b")));
        assertThat("\"axb\"").doesNotMatch(template.quotedWith(Map.of("ref", "a.b")));
    }
}
