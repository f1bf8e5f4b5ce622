/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.Bytes;
import dev.semel.Fingerprint;
import dev.semel.ResultEncryption;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.RecordedResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What the store gets to see of requests and answers. */
abstract class SecretsBehaviours extends ServerTest {
    private static final ResultEncryption ENCRYPTION = ResultEncryption.with("2026", Bytes.wrap(new byte[32]));

    private final List<RecordedResult> answers = new CopyOnWriteArrayList<>();
    private final List<ClaimRequest> claims = new CopyOnWriteArrayList<>();

    private void start(ResultEncryption encryption) {
        Service service = serve(new Service(UnaryOperator.identity(), encryption));
        service.store.onClaim = claims::add;
        service.store.onComplete = result -> {
            answers.add(result);
            return result;
        };
    }

    private String stored() {
        return new String(answers.get(0).encoded(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void row115_theStoreSeesNoAnswerIfItIsEncrypted() {
        start(ENCRYPTION);
        RawResponse first = post("/echo", "iban DE00", "Content-Type: text/plain");
        assertReplays(first, postOn(1, "/echo", "iban DE00", "Content-Type: text/plain"));
        assertThat(stored()).doesNotContain("iban").doesNotContain("text/plain");
        assertExecutions(1);
    }

    @Test
    void row115_theStoreSeesAnswersThatAreNotEncrypted() {
        start(ResultEncryption.none());
        post("/echo", "iban DE00", "Content-Type: text/plain");
        assertThat(stored()).contains("iban DE00").contains("text/plain");
    }

    @Test
    void row115_equalBodiesOfTwoCallersHaveDifferentFingerprints() {
        start(ResultEncryption.none());
        post("/echo", "x", "Authorization: Bearer ann");
        post("/echo", "x", "Authorization: Bearer bob");
        post("/echo", "x", "Authorization: Bearer ann");
        List<Fingerprint> fingerprints =
                claims.stream().map(ClaimRequest::fingerprint).toList();
        assertThat(fingerprints).hasSize(3);
        assertThat(fingerprints.get(1)).isNotEqualTo(fingerprints.get(0));
        assertThat(fingerprints.get(2)).isEqualTo(fingerprints.get(0));
    }
}
