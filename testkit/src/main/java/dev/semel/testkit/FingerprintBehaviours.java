/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.Bytes;
import dev.semel.Fingerprint;
import dev.semel.spi.Claim;
import dev.semel.spi.WriteResult;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That a key which is used again for another payload gets nothing (promise I4). */
abstract class FingerprintBehaviours extends Scenario {
    FingerprintBehaviours(IdempotencyStoreContract contract) {
        super(contract);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("A record whose fingerprint is OTHER must be refused, whatever its state, unless expired")
    void refusesAnotherPayload(Situation situation) {
        situation.arrange(this);

        assertThat(refused(greedyWish(OTHER_PAYLOAD)).fingerprint()).isEqualTo(PAYLOAD);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("A record whose fingerprint is INCOMPARABLE must be refused, whatever its state, unless expired")
    void refusesAnIncomparablePayload(Situation situation) {
        situation.arrange(this);

        assertThat(refused(greedyWish(OTHER_ALGORITHM)).fingerprint()).isEqualTo(PAYLOAD);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("A claim that is refused for its payload must change nothing")
    void changesNothingForAnotherPayload(Situation situation) {
        situation.arrange(this);

        assertUnchangedBy(() -> refused(greedyWish(OTHER_PAYLOAD)));
    }

    @Test
    @DisplayName("After a claim with another payload was refused, one with the same is granted as it would have been")
    void staysClaimableAfterAnotherPayload() {
        Claim.Granted before = Situation.MARKED.arrange(this);
        refused(greedyWish(OTHER_PAYLOAD));

        Claim.Granted granted = granted();
        assertThat(granted.attempt()).isEqualTo(before.attempt() + 1);
        assertThat(granted.history()).isEqualTo(Claim.History.INDETERMINATE);
    }

    @Test
    @DisplayName("A completed record of another payload is refused; whether the result fits is not the store's to say")
    void refusesACompletedRecordOfAnotherPayload() {
        Situation.COMPLETED.arrange(this);

        assertThat(refused(wish(OTHER_PAYLOAD)).fingerprint()).isEqualTo(PAYLOAD);
    }

    @ParameterizedTest
    @EnumSource(names = {"ABANDONED", "MARKED", "RELEASED", "HELD"})
    @DisplayName("The fingerprint must stay as stored at a takeover")
    void keepsTheFingerprintAtATakeover(Situation situation) {
        situation.arrange(this);
        granted(greedyWish(OTHER_ALGORITHM, PAYLOAD));

        assertThat(record().fingerprint()).isEqualTo(PAYLOAD);
    }

    @Test
    @DisplayName("A record whose fingerprint is of an earlier algorithm is compared with that one of the request's")
    void comparesByTheStoredAlgorithm() {
        Situation.ABANDONED.arrange(this);

        refused(wish(OTHER_ALGORITHM, OTHER_PAYLOAD));
        assertThat(granted(wish(OTHER_ALGORITHM, PAYLOAD)).attempt()).isEqualTo(2);
    }

    @Test
    @DisplayName("A record without fingerprint is granted to any payload, and stays without")
    void comparesNothingWithARecordWithoutFingerprint() {
        store().release(granted(wish(Fingerprint.NONE)).lease());

        assertThat(granted(wish(OTHER_PAYLOAD)).attempt()).isEqualTo(2);
        assertThat(record().fingerprint()).isEqualTo(Fingerprint.NONE);
    }

    @Test
    @DisplayName("A request without fingerprint is granted any payload's record, which keeps its own")
    void comparesNothingWithARequestWithoutFingerprint() {
        store().release(granted().lease());

        assertThat(granted(wish(Fingerprint.NONE)).attempt()).isEqualTo(2);
        assertThat(record().fingerprint()).isEqualTo(PAYLOAD);
    }

    @Test
    @DisplayName("Digests that differ in their last bit, or in length alone, are different payloads")
    void comparesTheWholeDigest() {
        byte[] digest = Samples.bytes(32).toArray();
        digest[31] ^= 1;
        store().release(granted(wish(new Fingerprint(1, Samples.bytes(32)))).lease());

        refused(wish(new Fingerprint(1, Bytes.wrap(digest))));
        refused(wish(new Fingerprint(1, Samples.bytes(31))));
        refused(wish(new Fingerprint(1, Samples.bytes(33))));
    }

    @Test
    @DisplayName("A claim with another payload does not disturb the holder")
    void doesNotDisturbTheHolder() {
        Claim.Granted granted = granted();
        refused(wish(OTHER_PAYLOAD));

        assertThat(store().complete(granted.lease(), RESULT)).isEqualTo(WriteResult.APPLIED);
    }
}
