/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.http.HttpPolicy;
import dev.semel.http.KeyFormat;
import dev.semel.http.KeyRules;
import dev.semel.http.KeySyntax;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Group A of the HTTP semantics, over the wire. */
abstract class KeySyntaxBehaviours extends ServerTest {
    private Service service;

    @BeforeEach
    void start() {
        service = serve(new Service());
    }

    private RawResponse keyed(String... lines) {
        return send(request("POST /echo", "{}", lines));
    }

    private void strict() {
        service.guarding(HttpPolicy.standard().withKeys(KeyRules.standard().withSyntax(KeySyntax.STRICT)));
    }

    @Test
    void row001_aNewKeyExecutesWithoutMarker() {
        RawResponse response = keyed("Idempotency-Key: \"8e03978e-40d5-43e8-bc93-6894a57f9324\"");
        assertThat(response.status()).isEqualTo(201);
        assertThat(response.header("Idempotency-Replayed")).isEmpty();
        assertExecutions(1);
    }

    @Test
    void row002_theSameKeyReplays() {
        assertReplays(post("/echo", "{}"), post("/echo", "{}"));
        assertExecutions(1);
    }

    @Test
    void row003_quotedAndBareAreOneKey() {
        assertReplays(keyed("Idempotency-Key: \"k1\""), keyed("Idempotency-Key: k1"));
        strict();
        assertProblem(keyed("Idempotency-Key: k1"), 400, "invalid-key");
        assertExecutions(1);
    }

    @Test
    void row004_005_bareUuidsFareAlikeWhateverTheyStartWith() {
        List<String> uuids = List.of("8e03978e-40d5-43e8-bc93-6894a57f9324", "ae03978e-40d5-43e8-bc93-6894a57f9324");
        uuids.forEach(
                uuid -> assertThat(keyed("Idempotency-Key: " + uuid).status()).isEqualTo(201));
        strict();
        uuids.forEach(uuid -> assertProblem(keyed("Idempotency-Key: " + uuid), 400, "invalid-key"));
        assertExecutions(2);
    }

    @Test
    void row006_escapesAreResolved() {
        assertReplays(keyed("Idempotency-Key: \"a\\\"b\\\\c\""), keyed("Idempotency-Key: \"a\\\"b\\\\c\""));
        assertThat(keyed("Idempotency-Key: \"ab\\\\c\"").isReplay()).isFalse();
        assertExecutions(2);
    }

    @Test
    void row007_malformedKeysAreRefusedInBothModes() {
        List<String> bad = List.of("\"a\\nb\"", "\"abc", "\"abc\"x", "'abc'", "?1", ":aGk=:", "(a b)", "%\"x\"");
        bad.forEach(value -> assertProblem(keyed("Idempotency-Key: " + value), 400, "invalid-key"));
        strict();
        bad.forEach(value -> assertProblem(keyed("Idempotency-Key: " + value), 400, "invalid-key"));
        assertExecutions(0);
    }

    @Test
    void row008_emptyKeysAreRefused() {
        for (String value : List.of("", "\"\"", "\"   \"")) {
            assertProblem(keyed("Idempotency-Key: " + value), 400, "invalid-key");
        }
        assertExecutions(0);
    }

    @Test
    void row009_parametersOfAStringAreIgnored() {
        assertReplays(keyed("Idempotency-Key: \"k\";v=1"), keyed("Idempotency-Key: \"k\""));
        assertProblem(keyed("Idempotency-Key: k;v=1"), 400, "invalid-key");
        assertExecutions(1);
    }

    @Test
    void row010_twoLinesAreRefused() {
        assertProblem(keyed("Idempotency-Key: \"a\"", "Idempotency-Key: \"b\""), 400, "invalid-key");
        assertProblem(keyed("Idempotency-Key: \"a\"", "idempotency-key: \"a\""), 400, "invalid-key");
        assertExecutions(0);
    }

    @Test
    void row011_aKeySplitOverLinesIsRefused() {
        assertProblem(keyed("Idempotency-Key: \"a", "Idempotency-Key: b\""), 400, "invalid-key");
        assertExecutions(0);
    }

    @Test
    void row012_controlAndHighBytesAreRefused() {
        for (String bad : List.of("\t", "\u0001", "\u007f", "\u0080", "\u00e9", "\u0000", "\r", "\n")) {
            RawResponse response = keyed("Idempotency-Key: \"a" + bad + "b\"");
            assertThat(response.status()).as("byte %d", (int) bad.charAt(0)).isEqualTo(400);
        }
        assertExecutions(0);
    }

    @Test
    void row013_keysHaveAtMost255CharactersUnlessConfigured() {
        assertThat(keyed("Idempotency-Key: \"" + "k".repeat(255) + '"').status())
                .isEqualTo(201);
        assertProblem(keyed("Idempotency-Key: \"" + "k".repeat(256) + '"'), 400, "invalid-key");
        service.guarding(HttpPolicy.standard().withKeys(KeyRules.standard().withMaxLength(1024)));
        assertThat(keyed("Idempotency-Key: \"" + "k".repeat(1024) + '"').status())
                .isEqualTo(201);
        assertExecutions(2);
    }

    @Test
    void row014_theHeaderNameIsCaseInsensitive() {
        assertReplays(keyed("idempotency-key: k"), keyed("IDEMPOTENCY-KEY: k"));
        assertProblem(keyed("Idempotency_Key: k"), 400, "missing-key");
        assertExecutions(1);
    }

    @Test
    void row015_whitespaceAroundTheKeyIsIgnored() {
        assertReplays(keyed("Idempotency-Key:    \"k\"  \t "), keyed("Idempotency-Key:k"));
    }

    @Test
    void row016_keysAreCaseSensitiveUnlessConfigured() {
        keyed("Idempotency-Key: \"ABC\"");
        keyed("Idempotency-Key: \"abc\"");
        assertExecutions(2);
        service.guarding(HttpPolicy.standard().withKeys(KeyRules.standard().withFormat(KeyFormat.UUID_IN_ANY_CASE)));
        assertReplays(
                keyed("Idempotency-Key: AE03978E-40D5-43E8-BC93-6894A57F9324"),
                keyed("Idempotency-Key: ae03978e-40d5-43e8-bc93-6894a57f9324"));
    }

    @Test
    void row017_aKeyInTheTrailerIsAbsent() {
        String chunked = head("POST /echo", "Transfer-Encoding: chunked", "Trailer: Idempotency-Key")
                + "2\r\n{}\r\n0\r\nIdempotency-Key: \"k\"\r\n\r\n";
        assertProblem(send(chunked), 400, "missing-key");
        assertExecutions(0);
    }

    @Test
    void row018_otherHeadersCountOnlyIfConfigured() {
        assertProblem(keyed("X-Idempotency-Key: k"), 400, "missing-key");
        service.guarding(HttpPolicy.standard()
                .withKeys(KeyRules.standard().withHeaderNames("Idempotency-Key", "X-Idempotency-Key")));
        assertThat(keyed("X-Idempotency-Key: k").status()).isEqualTo(201);
        assertReplays(keyed("X-Idempotency-Key: k2", "Idempotency-Key: \"k2\""), keyed("Idempotency-Key: \"k2\""));
        assertProblem(keyed("X-Idempotency-Key: k3", "Idempotency-Key: k4"), 400, "invalid-key");
        assertExecutions(2);
    }

    @Test
    void row019_aFormatRefusesOtherKeys() {
        service.guarding(HttpPolicy.standard().withKeys(KeyRules.standard().withFormat(KeyFormat.UUID)));
        assertProblem(keyed("Idempotency-Key: k"), 400, "invalid-key");
        assertThat(post("/echo", "{}").status()).isEqualTo(201);
        assertExecutions(1);
    }
}
