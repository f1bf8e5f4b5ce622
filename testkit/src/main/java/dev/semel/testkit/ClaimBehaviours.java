/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.Fingerprint;
import dev.semel.spi.Claim;
import dev.semel.spi.IdempotencyRecord;
import dev.semel.spi.RecordState;
import dev.semel.spi.WriteResult;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the first claim of a cell gets, and what those get who come while or after it is served. */
abstract class ClaimBehaviours extends Scenario {
    ClaimBehaviours(IdempotencyStoreContract contract) {
        super(contract);
    }

    @Test
    @DisplayName("An absent cell must be granted, as FRESH and attempt 1")
    void grantsAnAbsentCellAsFreshAndAttemptOne() {
        Claim.Granted granted = granted();

        assertThat(granted.history()).isEqualTo(Claim.History.FRESH);
        assertThat(granted.attempt()).isEqualTo(1);
        assertThat(granted.lease().token().value()).isPositive();
    }

    @Test
    @DisplayName("A granted cell has a record in progress, of the grant's token and attempt")
    void showsTheRecordOfAGrantedCell() {
        Claim.Granted granted = granted();

        IdempotencyRecord record = record();
        assertThat(record.cellId()).isEqualTo(cellId());
        assertThat(record.state()).isEqualTo(RecordState.IN_PROGRESS);
        assertThat(record.token()).isEqualTo(granted.lease().token());
        assertThat(record.attempt()).isEqualTo(1);
        assertThat(record.result()).isEmpty();
    }

    @Test
    @DisplayName("The lease lives as long as the request's terms say, on the store's clock")
    void startsTheLeaseForTheRequestedTime() {
        granted(wish(terms(LEASE, RETENTION)));

        assertThat(record().times().leaseRemaining()).isBetween(ticks(LEASE - 1), ticks(LEASE));
        pass(LEASE + 1);
        assertThat(record().times().leaseRemaining()).isZero();
    }

    @Test
    @DisplayName("An absent cell must be granted with the request's own fingerprint: the first of the accepted ones")
    void storesTheFirstOfTheAcceptedFingerprints() {
        granted(wish(OTHER_ALGORITHM, PAYLOAD));

        assertThat(record().fingerprint()).isEqualTo(OTHER_ALGORITHM);
    }

    @ParameterizedTest
    @MethodSource("fingerprints")
    @DisplayName("A fingerprint is kept bit by bit")
    void keepsTheFingerprint(Fingerprint fingerprint) {
        granted(wish(fingerprint));

        assertThat(record().fingerprint()).isEqualTo(fingerprint);
    }

    static Stream<Fingerprint> fingerprints() {
        return Stream.of(
                Fingerprint.NONE,
                new Fingerprint(1, Samples.bytes(1)),
                new Fingerprint(2, Samples.bytes(32)),
                new Fingerprint(127, Samples.bytes(64)));
    }

    @Test
    @DisplayName("A completed record must be refused with its result")
    void refusesACompletedRecordWithItsResult() {
        Situation.COMPLETED.arrange(this);

        assertThat(refused(wish()).result()).contains(RESULT);
        assertThat(refused(greedyWish()).result()).contains(RESULT);
    }

    @Test
    @DisplayName("A record under a live lease of another claim must be refused")
    void refusesARecordUnderALiveLease() {
        Claim.Granted granted = granted();

        assertThat(refused(wish()).token()).isEqualTo(granted.lease().token());
        assertThat(refused(greedyWish()).state()).isEqualTo(RecordState.IN_PROGRESS);
    }

    @Test
    @DisplayName("No second claim is granted before the lease has passed on the store's clock (promise I7)")
    void grantsNothingUntilTheLeaseHasEnded() {
        granted(wish(terms(LEASE, RETENTION)));
        pass(LEASE - 1);

        assertThat(refused(wish()).times().leaseRemaining()).isPositive();

        pass(2);
        granted();
    }

    @Test
    @DisplayName("A completed record is refused also after its lease has ended")
    void refusesACompletedRecordAfterItsLease() {
        Situation.COMPLETED.arrange(this);
        pass(LEASE + 1);

        assertThat(refused(wish()).state()).isEqualTo(RecordState.COMPLETED);
    }

    @ParameterizedTest
    @EnumSource(names = {"LIVE", "COMPLETED", "HELD"})
    @DisplayName("A refusal hands over the record as it is")
    void refusesWithTheRecordAsItIs(Situation situation) {
        situation.arrange(this);

        assertSame(record(), refused(wish()));
    }

    @ParameterizedTest
    @EnumSource(names = {"LIVE", "COMPLETED", "HELD"})
    @DisplayName("A refused claim must change nothing (promise I8)")
    void changesNothingByARefusedClaim(Situation situation) {
        situation.arrange(this);
        pass(1);

        assertUnchangedBy(() -> refused(wish(terms(2 * LEASE, 2 * RETENTION))));
    }

    @Test
    @DisplayName("A waiter that is refused and gives up leaves the claim to its holder")
    void leavesTheClaimToItsHolderAfterARefusal() {
        Claim.Granted granted = granted();
        for (int polls = 0; polls < 5; polls++) {
            refused(wish());
        }

        assertThat(store().complete(granted.lease(), RESULT)).isEqualTo(WriteResult.APPLIED);
        assertThat(record().result()).contains(RESULT);
    }

    @Test
    @DisplayName("A cell that nobody claimed has no record")
    void findsNothingInAnAbsentCell() {
        assertAbsent();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("find changes nothing")
    void changesNothingByFinding(Situation situation) {
        Claim.Granted granted = situation.arrange(this);
        IdempotencyRecord before = record();
        IdempotencyRecord after = record();

        assertThat(before.times().leaseRemaining()).isLessThanOrEqualTo(ticks(LEASE));
        assertSame(before, after);
        pass(LEASE);
        Claim claim = store().claim(greedyWish());
        assertThat(claim instanceof Claim.Granted).isNotEqualTo(situation == Situation.COMPLETED);
        assertThat(record().attempt()).isEqualTo(granted.attempt() + (situation == Situation.COMPLETED ? 0 : 1));
    }
}
