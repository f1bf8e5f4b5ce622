/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.spi.Claim;
import dev.semel.spi.EffectMark;
import dev.semel.spi.IdempotencyRecord;
import dev.semel.spi.WriteResult;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a lease lives on, and how it is marked. */
abstract class RenewBehaviours extends Scenario {
    RenewBehaviours(IdempotencyStoreContract contract) {
        super(contract);
    }

    @Test
    @DisplayName("renew lets the lease end this much from now, not from its old end")
    void countsFromNow() {
        Claim.Granted granted = granted();
        pass(1);

        assertThat(renew(granted, 2 * LEASE)).isEqualTo(WriteResult.APPLIED);
        assertThat(record().times().leaseRemaining()).isBetween(ticks(2 * LEASE - 1), ticks(2 * LEASE));
        pass(2 * LEASE - 1);
        refused(wish());
        pass(2);
        assertThat(granted().history()).isEqualTo(Claim.History.ABANDONED);
    }

    @Test
    @DisplayName("renew may let the lease end sooner")
    void shortensALease() {
        Claim.Granted granted = granted(wish(terms(RETENTION, 2 * RETENTION)));

        assertThat(renew(granted, LEASE)).isEqualTo(WriteResult.APPLIED);
        pass(LEASE + 1);
        assertThat(granted().attempt()).isEqualTo(2);
    }

    @Test
    @DisplayName("renew keeps token, attempt, fingerprint and state")
    void keepsTheRestOfTheRecord() {
        Claim.Granted granted = granted();

        IdempotencyRecord before = record();
        renew(granted, LEASE);
        assertSameButForTheLease(before, record());
    }

    @Test
    @DisplayName("renew must apply even if the lease has ended but nobody took over, and the lease lives again")
    void revivesALease() {
        Claim.Granted granted = Situation.ABANDONED.arrange(this);

        assertThat(renew(granted, LEASE)).isEqualTo(WriteResult.APPLIED);
        assertThat(refused(wish()).times().leaseRemaining()).isPositive();
    }

    @Test
    @DisplayName("renew sent again applies again")
    void renewsAgain() {
        Claim.Granted granted = granted();
        for (int beats = 0; beats < 3; beats++) {
            pass(LEASE - 1);
            assertThat(renew(granted, LEASE)).isEqualTo(WriteResult.APPLIED);
        }
        pass(LEASE - 1);

        assertThat(refused(wish()).token()).isEqualTo(granted.lease().token());
    }

    @Test
    @DisplayName("renew may mark that an effect outside is about to begin")
    void setsTheMark() {
        Claim.Granted granted = granted();
        store().renew(granted.lease(), ticks(LEASE), EffectMark.BEGUN);
        pass(LEASE + 1);

        assertThat(granted().history()).isEqualTo(Claim.History.INDETERMINATE);
    }

    @Test
    @DisplayName("renew with UNCHANGED leaves a record marked that is marked")
    void leavesTheMark() {
        Claim.Granted granted = granted();
        store().renew(granted.lease(), ticks(LEASE), EffectMark.BEGUN);
        renew(granted, LEASE);
        pass(LEASE + 1);

        assertThat(granted().history()).isEqualTo(Claim.History.INDETERMINATE);
    }

    @Test
    @DisplayName("renew with UNCHANGED leaves a record unmarked that is not marked")
    void setsNoMarkUnasked() {
        Claim.Granted granted = granted();
        renew(granted, LEASE);
        pass(LEASE + 1);

        assertThat(granted().history()).isEqualTo(Claim.History.ABANDONED);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("The mark can be set after the lease has ended, while nobody has taken over")
    void marksLate(EffectMark mark) {
        Claim.Granted granted = Situation.ABANDONED.arrange(this);
        store().renew(granted.lease(), ticks(1), mark);
        pass(2);

        assertThat(granted().history())
                .isEqualTo(mark == EffectMark.BEGUN ? Claim.History.INDETERMINATE : Claim.History.ABANDONED);
    }

    @Test
    @DisplayName("renew of a released record must change nothing and answer LOST")
    void losesAReleasedRecord() {
        Claim.Granted granted = Situation.RELEASED.arrange(this);

        assertUnchangedBy(() -> assertThat(renew(granted, LEASE)).isEqualTo(WriteResult.LOST));
        assertThat(granted().history()).isEqualTo(Claim.History.RELEASED);
    }

    @Test
    @DisplayName("renew of a held record must change nothing and answer REFUSED")
    void refusesAHeldRecord() {
        Claim.Granted granted = Situation.HELD.arrange(this);

        assertUnchangedBy(() -> assertThat(renew(granted, LEASE)).isEqualTo(WriteResult.REFUSED));
    }

    @Test
    @DisplayName("renew of a completed record must change nothing and answer REFUSED")
    void refusesACompletedRecord() {
        Claim.Granted granted = Situation.COMPLETED.arrange(this);

        assertUnchangedBy(() -> assertThat(renew(granted, LEASE)).isEqualTo(WriteResult.REFUSED));
        assertThat(record().result()).contains(RESULT);
    }

    @Test
    @DisplayName("A record under a live lease has not expired, even past its retention")
    void keepsARecordUnderALiveLeasePastItsRetention() {
        Claim.Granted granted = granted();
        renew(granted, 2 * RETENTION);
        pass(RETENTION + 1);

        assertThat(record().token()).isEqualTo(granted.lease().token());
        assertThat(refused(wish()).token()).isEqualTo(granted.lease().token());
        assertThat(store().complete(granted.lease(), RESULT)).isEqualTo(WriteResult.APPLIED);
    }

    private WriteResult renew(Claim.Granted granted, int ticks) {
        return store().renew(granted.lease(), ticks(ticks), EffectMark.UNCHANGED);
    }
}
