/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.semel.FencingToken;
import dev.semel.spi.Claim;
import dev.semel.spi.EffectMark;
import dev.semel.spi.RecordState;
import dev.semel.spi.WriteResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That an expired record counts as absent, purged or not, and that nothing else is ever purged. */
abstract class ExpiryBehaviours extends Scenario {
    ExpiryBehaviours(IdempotencyStoreContract contract) {
        super(contract);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("An expired record must count as absent in find, purged or not")
    void findsNoExpiredRecord(Situation situation) {
        situation.arrange(this);
        pass(RETENTION + 1);

        assertAbsent();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("An expired record in progress must count as absent in every write, purged or not")
    void losesWritesToAnExpiredRecord(Write write) {
        Claim.Granted granted = granted();
        pass(RETENTION + 1);

        assertThat(write.send(this, granted.lease())).isEqualTo(WriteResult.LOST);
        assertAbsent();
        assertThat(granted().history()).isEqualTo(Claim.History.FRESH);
    }

    @ParameterizedTest
    @EnumSource(names = {"RELEASED", "COMPLETED", "HELD"})
    @DisplayName("A write that had been applied answers LOST when it is sent again after the expiry")
    void losesResentWritesToAnExpiredRecord(Situation situation) {
        Claim.Granted granted = situation.arrange(this);
        pass(RETENTION + 1);

        assertThat(store().complete(granted.lease(), RESULT)).isEqualTo(WriteResult.LOST);
        for (Write write : Write.values()) {
            assertThat(write.send(this, granted.lease())).isEqualTo(WriteResult.LOST);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("A record has not expired before its retention, counted from its last grant, has passed")
    void keepsARecordForItsRetention(Situation situation) {
        Claim.Granted granted = situation.arrange(this);
        pass(situation == Situation.ABANDONED || situation == Situation.MARKED ? 5 : RETENTION - 1);

        assertThat(record().token()).isEqualTo(granted.lease().token());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("A completed record must not be told to be replayed for longer than it is; others are told no time")
    void tellsNoLongerRetentionThanIsLeft(Situation situation) {
        situation.arrange(this);
        pass(1);

        boolean completed = record().state() == RecordState.COMPLETED;
        assertThat(record().times().retentionRemaining())
                .isLessThanOrEqualTo(completed ? ticks(RETENTION - 1) : Duration.ZERO);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("purge must never delete a record that has not expired")
    void purgesNoRecordThatHasNotExpired(Situation situation) {
        situation.arrange(this);

        assertUnchangedBy(() -> store().purge(100_000));
    }

    @Test
    @DisplayName("purge must never delete a record in progress under a live lease, even past its retention (I21)")
    void purgesNoLiveLease() {
        Claim.Granted granted = granted();
        store().renew(granted.lease(), ticks(2 * RETENTION), EffectMark.UNCHANGED);
        pass(RETENTION + 1);

        assertUnchangedBy(() -> store().purge(100_000));
        assertThat(store().complete(granted.lease(), RESULT)).isEqualTo(WriteResult.APPLIED);
    }

    @Test
    @DisplayName("purge deletes a record that was completed past its retention")
    void purgesARecordCompletedPastItsRetention() {
        Claim.Granted granted = granted();
        store().renew(granted.lease(), ticks(2 * RETENTION), EffectMark.UNCHANGED);
        pass(RETENTION + 1);
        drain();
        store().complete(granted.lease(), RESULT);

        assertThat(store().purge(100)).isEqualTo(purgeable(1));
        assertGone();
        assertAbsent();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("purge deletes expired records, in whatever state")
    void purgesExpiredRecords(Situation situation) {
        drain();
        situation.arrange(this);
        pass(RETENTION + 1);

        int purged = drain();
        assertThat(purged > 0).isNotEqualTo(contract.dropsExpired());
        assertThat(store().purge(100)).isZero();
        assertGone();
        assertAbsent();
    }

    @Test
    @DisplayName("purge deletes at most as many as the limit, and fewer means that none is left")
    void purgesUpToTheLimit() {
        drain();
        for (int i = 0; i < 5; i++) {
            moveTo(newCell());
            Situation.COMPLETED.arrange(this);
        }
        pass(RETENTION + 1);

        assertThat(store().purge(2)).isEqualTo(purgeable(2));
        assertThat(store().purge(1)).isEqualTo(purgeable(1));
        assertThat(store().purge(2)).isEqualTo(purgeable(2));
        drain();
        assertThat(store().purge(2)).isZero();
    }

    @Test
    @DisplayName("purge deletes the oldest first: what expired last is found again if the clock was wrong")
    void purgesTheOldestFirst() {
        assumeThat(contract.canTurnBack() || contract.dropsExpired())
                .as("only a clock that can be turned back shows which record was purged")
                .isTrue();
        if (contract.dropsExpired()) {
            return; // the server's own order; what is left is for no purge
        }
        drain();
        List<Integer> retentions = new ArrayList<>(List.of(12, 10, 14, 11, 13));
        List<Claim.Granted> granted = new ArrayList<>();
        for (int retention : retentions) {
            moveTo(newCell());
            granted.add(granted(wish(terms(LEASE, retention))));
        }
        pass(20);
        store().purge(3);
        pass(-18);

        assertThat(granted)
                .filteredOn(one -> store().find(one.lease().cellId()).isPresent())
                .containsExactly(granted.get(2), granted.get(4));
    }

    @Test
    @DisplayName("A cell that was purged is granted as FRESH, with a token above the purged record's (promise I5)")
    void grantsAPurgedCellAnew() {
        FencingToken highest = new FencingToken(1);
        for (int lives = 0; lives < 4; lives++) {
            Claim.Granted granted = granted();
            assertThat(granted.history()).isEqualTo(Claim.History.FRESH);
            assertThat(granted.attempt()).isEqualTo(1);
            assertThat(granted.lease().token()).isGreaterThan(highest);
            highest = granted.lease().token();
            pass(RETENTION + 1);
            store().purge(100_000);
        }
    }

    @Test
    @DisplayName("purge leaves a cell alone that was claimed anew since it expired")
    void purgesNoCellThatWasClaimedAnew() {
        Situation.COMPLETED.arrange(this);
        pass(RETENTION + 1);
        Claim.Granted granted = granted();

        assertUnchangedBy(() -> store().purge(100_000));
        assertThat(store().complete(granted.lease(), RESULT)).isEqualTo(WriteResult.APPLIED);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("A store that drops expired records by itself must not drop one before its retention has passed (I21)")
    void dropsNothingEarly(Situation situation) {
        situation.arrange(this);
        boolean waits = situation != Situation.ABANDONED && situation != Situation.MARKED;
        pass(waits ? RETENTION - 1 : 1);

        assertThat(contract.isStored(cellId())).isTrue();
    }

    /** What a purge reports that is to delete this many. */
    private int purgeable(int expired) {
        return contract.dropsExpired() ? 0 : expired;
    }

    private void assertGone() {
        assertThat(contract.dropsExpired() && contract.isStored(cellId())).isFalse();
    }

    /** Purges all that has expired, other tests' records as well. */
    private int drain() {
        int total = 0;
        int purged;
        do {
            purged = store().purge(100);
            total += purged;
        } while (purged == 100);
        return total;
    }
}
