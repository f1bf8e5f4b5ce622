/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.FencingToken;
import dev.semel.spi.Claim;
import dev.semel.spi.EffectMark;
import dev.semel.spi.RecordState;
import dev.semel.spi.WriteResult;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a claim gets that comes after an attempt which left no answer. */
abstract class TakeoverBehaviours extends Scenario {
    TakeoverBehaviours(IdempotencyStoreContract contract) {
        super(contract);
    }

    @Test
    @DisplayName("A released record must be granted at once, as RELEASED")
    void grantsAReleasedRecord() {
        Situation.RELEASED.arrange(this);

        assertThat(granted().history()).isEqualTo(Claim.History.RELEASED);
    }

    @Test
    @DisplayName("A record in progress whose lease has ended must be granted as ABANDONED")
    void grantsAnAbandonedRecord() {
        Situation.ABANDONED.arrange(this);

        assertThat(granted().history()).isEqualTo(Claim.History.ABANDONED);
    }

    @Test
    @DisplayName("One whose lease has ended must be granted as INDETERMINATE if its effect mark is set")
    void grantsAMarkedRecordAsIndeterminate() {
        Situation.MARKED.arrange(this);

        assertThat(granted().history()).isEqualTo(Claim.History.INDETERMINATE);
    }

    @Test
    @DisplayName("A held record must be granted, as INDETERMINATE, if the request takes held")
    void grantsAHeldRecordToWhoTakesHeld() {
        Situation.HELD.arrange(this);

        assertThat(granted(greedyWish()).history()).isEqualTo(Claim.History.INDETERMINATE);
        assertThat(record().state()).isEqualTo(RecordState.IN_PROGRESS);
    }

    @Test
    @DisplayName("A held record must be refused if the request does not take held, also after its lease has ended")
    void refusesAHeldRecord() {
        Situation.HELD.arrange(this);

        assertThat(refused(wish()).state()).isEqualTo(RecordState.HELD);
        pass(LEASE + 1);
        assertThat(refused(wish()).state()).isEqualTo(RecordState.HELD);
    }

    @ParameterizedTest
    @EnumSource(names = {"ABANDONED", "MARKED", "RELEASED", "HELD"})
    @DisplayName("The attempt must be one more than before")
    void countsAttempts(Situation situation) {
        Claim.Granted granted = situation.arrange(this);
        for (int attempt = 2; attempt <= 5; attempt++) {
            granted = granted(greedyWish());
            assertThat(granted.attempt()).isEqualTo(attempt);
            assertThat(record().attempt()).isEqualTo(attempt);
            situation.shape(this, granted);
        }
    }

    @Test
    @DisplayName("The effect mark must stay set over any number of takeovers")
    void keepsTheMarkOverTakeovers() {
        Situation.MARKED.arrange(this);
        for (int takeovers = 0; takeovers < 3; takeovers++) {
            assertThat(granted().history()).isEqualTo(Claim.History.INDETERMINATE);
            pass(LEASE + 1);
        }
    }

    @Test
    @DisplayName("A held record that was taken and abandoned is as unknown as before (promise I9)")
    void keepsAHeldRecordIndeterminate() {
        Situation.HELD.arrange(this);
        granted(greedyWish());
        pass(LEASE + 1);

        assertThat(granted().history()).isEqualTo(Claim.History.INDETERMINATE);
    }

    @Test
    @DisplayName("The claim after a release must not see an effect mark")
    void forgetsTheMarkAtRelease() {
        Claim.Granted granted = granted();
        store().renew(granted.lease(), ticks(LEASE), EffectMark.BEGUN);
        store().release(granted.lease());

        assertThat(granted().history()).isEqualTo(Claim.History.RELEASED);
        pass(LEASE + 1);
        assertThat(granted().history()).isEqualTo(Claim.History.ABANDONED);
    }

    @ParameterizedTest
    @EnumSource(names = {"ABANDONED", "RELEASED", "HELD"})
    @DisplayName("Retention must start anew with each grant, by the new request's terms")
    void startsRetentionAnew(Situation situation) {
        situation.arrange(this);
        pass(LEASE + 1);
        store().release(granted(greedyWish()).lease());
        pass(RETENTION - 2);
        Claim.Granted last = granted(wish(terms(LEASE, 2 * RETENTION)));
        assertThat(last.attempt()).isEqualTo(3);
        store().complete(last.lease(), RESULT);
        pass(2 * RETENTION - 1);

        assertThat(record().result()).contains(RESULT);
        pass(2);
        assertAbsent();
    }

    @ParameterizedTest
    @EnumSource(names = {"ABANDONED", "MARKED", "RELEASED", "HELD"})
    @DisplayName("A takeover's lease lives from the takeover on, by the new request's terms")
    void startsTheLeaseOfATakeover(Situation situation) {
        situation.arrange(this);
        granted(greedyWish(2 * LEASE, RETENTION));

        assertThat(record().times().leaseRemaining()).isBetween(ticks(2 * LEASE - 1), ticks(2 * LEASE));
        pass(2 * LEASE - 1);
        refused(wish());
    }

    @ParameterizedTest
    @EnumSource(names = {"ABANDONED", "MARKED", "RELEASED", "HELD"})
    @DisplayName("Each new grant must have a token above every earlier one of the cell (promise I5)")
    void grantsAHigherToken(Situation situation) {
        Claim.Granted before = situation.arrange(this);

        assertThat(granted(greedyWish()).lease().token())
                .isGreaterThan(before.lease().token());
    }

    @Test
    @DisplayName("Tokens of a cell strictly increase over release, takeover, held, expiry and purge")
    void increasesTokensOverEverything() {
        FencingToken highest = new FencingToken(1);
        for (int round = 0; round < 3; round++) {
            for (Situation situation : Situation.values()) {
                Claim.Granted granted = granted(greedyWish());
                assertThat(granted.lease().token()).isGreaterThan(highest);
                highest = granted.lease().token();
                situation.shape(this, granted);
                if (situation == Situation.LIVE || situation == Situation.COMPLETED) {
                    pass(RETENTION + 1);
                    store().purge(1000);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("An expired cell must be granted as FRESH and attempt 1, with the request's own fingerprint")
    void grantsAnExpiredRecordAsFresh(Situation situation) {
        Claim.Granted before = situation.arrange(this);
        pass(RETENTION + 1);

        Claim.Granted granted = granted(wish(OTHER_PAYLOAD));
        assertThat(granted.history()).isEqualTo(Claim.History.FRESH);
        assertThat(granted.attempt()).isEqualTo(1);
        assertThat(granted.lease().token()).isGreaterThan(before.lease().token());
        assertThat(record().fingerprint()).isEqualTo(OTHER_PAYLOAD);
        assertThat(record().result()).isEmpty();
    }

    @Test
    @DisplayName("An expired record's effect mark is forgotten with it")
    void forgetsTheMarkOfAnExpiredRecord() {
        Situation.MARKED.arrange(this);
        pass(RETENTION + 1);
        granted();
        pass(LEASE + 1);

        assertThat(granted().history()).isEqualTo(Claim.History.ABANDONED);
    }

    @Test
    @DisplayName("A taken-over record can be completed by its new holder")
    void letsTheNewHolderComplete() {
        Situation.ABANDONED.arrange(this);
        Claim.Granted successor = granted();

        assertThat(store().complete(successor.lease(), RESULT)).isEqualTo(WriteResult.APPLIED);
        assertThat(refused(wish()).result()).contains(RESULT);
    }
}
