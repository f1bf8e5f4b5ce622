/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.spi.RecordedResult;
import dev.semel.spi.RecordedResult.Kind;
import dev.semel.spi.UnreadableRecordException;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * What earlier releases have written, and what callees know us by, must be read and derived for ever. The digests were
 * computed by another implementation of HMAC.
 */
class StoredFormatsTest {
    private static final Cell CELL =
            new Cell(Scope.of("tenant", "alice"), "POST /payments", IdempotencyKey.of("8e03978e-40d5-43e8"));
    private static final KeyedHash HASH = KeyedHash.of(Bytes.utf8("0123456789abcdef0123456789abcdef"));

    @Test
    void namesCellsAsTheFirstReleaseDid() {
        assertThat(HASH.cellId(CELL).toUuid()).hasToString("2439fc4e-673a-e2e1-4916-f67b80de6082");
        assertThat(KeyedHash.unkeyed().cellId(CELL).toUuid()).hasToString("b2fa323a-ad20-8401-aca1-f76c2acdd88b");
    }

    @Test
    void derivesDownstreamKeysAsTheFirstReleaseDid() {
        assertThat(HASH.downstreamKey(CELL, "charge")).isEqualTo("ee5a7da0155b085caf4d7836099dc6dc");
        assertThat(HASH.downstreamKey(CELL, "refund")).isNotEqualTo(HASH.downstreamKey(CELL, "charge"));
    }

    @Test
    void keepsPartsOfACellApart() {
        Cell shifted = new Cell(Scope.of("tenant:alice"), CELL.operation(), CELL.key());
        Cell joined = new Cell(Scope.of("tenant", "alicePOST"), " /payments", CELL.key());
        assertThat(HASH.cellId(shifted)).isNotEqualTo(HASH.cellId(CELL));
        assertThat(HASH.cellId(joined)).isNotEqualTo(HASH.cellId(CELL));
    }

    @Test
    void refusesHalfCharactersWhichWouldLetTwoCellsShareAName() {
        assertThatThrownBy(() -> IdempotencyKey.of("\ud800")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> IdempotencyKey.of("a\udc00b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Scope.of("\ud800x")).isInstanceOf(IllegalArgumentException.class);
        assertThat(IdempotencyKey.of("\ud83d\ude00").value()).hasSize(2);
    }

    @Test
    void readsResultsOfTheFirstRelease() {
        byte[] yesterday = HexFormat.of().parseHex("01" + "00" + "0003" + "04" + "74657874" + "70616964");
        RecordedResult result = RecordedResult.decode(yesterday);
        assertThat(result).isEqualTo(new RecordedResult(Kind.VALUE, "text", 3, Bytes.utf8("paid")));
        assertThat(result.encoded()).isEqualTo(yesterday);
    }

    @Test
    void readsFingerprintsOfTheFirstRelease() {
        byte[] yesterday = HexFormat.of().parseHex("01abcd");
        assertThat(Fingerprint.decode(yesterday))
                .isEqualTo(new Fingerprint(1, Bytes.copyOf(HexFormat.of().parseHex("abcd"))));
        assertThat(Fingerprint.decode(new byte[0])).isEqualTo(Fingerprint.NONE);
    }

    @Test
    void refusesResultsOfANewerRelease() {
        byte[] tomorrow = HexFormat.of().parseHex("02000003047465787470616964");
        assertThatThrownBy(() -> RecordedResult.decode(tomorrow))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("format 2");
    }

    @Test
    void readsAnyBytesAsAResultOrRefusesThem() {
        SplittableRandom random = new SplittableRandom(42);
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = new byte[random.nextInt(20)];
            random.nextBytes(bytes);
            if (bytes.length > 0 && random.nextBoolean()) {
                bytes[0] = 1;
            }
            try {
                assertThat(RecordedResult.decode(bytes).encoded()).isEqualTo(bytes);
            } catch (UnreadableRecordException expected) {
                assertThat(expected).hasMessageStartingWith("The stored result");
            }
        }
    }

    @Test
    void showsNoSecretInText() {
        assertThat(CELL.toString()).doesNotContain("8e03978e").doesNotContain("alice");
        assertThat(new Fingerprint(1, Bytes.utf8("digest"))).hasToString("Fingerprint[algorithm 1]");
        assertThat(Bytes.utf8("body")).hasToString("Bytes[4]");
    }
}
