/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.spi.Claim;
import dev.semel.spi.IdempotencyRecord;
import dev.semel.spi.RecordState;
import dev.semel.spi.WriteResult;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What giving back and holding do. */
abstract class ReleaseBehaviours extends Scenario {
    ReleaseBehaviours(IdempotencyStoreContract contract) {
        super(contract);
    }

    @Test
    @DisplayName("release: the record must stay, for its attempt counter and fingerprint")
    void keepsTheReleasedRecord() {
        Claim.Granted granted = granted();

        assertThat(store().release(granted.lease())).isEqualTo(WriteResult.APPLIED);
        IdempotencyRecord record = record();
        assertThat(record.state()).isEqualTo(RecordState.IN_PROGRESS);
        assertThat(record.attempt()).isEqualTo(1);
        assertThat(record.token()).isEqualTo(granted.lease().token());
        assertThat(record.fingerprint()).isEqualTo(PAYLOAD);
        assertThat(record.times().leaseRemaining()).isZero();
    }

    @Test
    @DisplayName("release sent again must answer APPLIED again")
    void appliesAReleaseAgain() {
        Claim.Granted granted = Situation.RELEASED.arrange(this);

        assertUnchangedBy(() -> assertThat(store().release(granted.lease())).isEqualTo(WriteResult.APPLIED));
    }

    @Test
    @DisplayName("release applies even if the lease has ended but nobody took over")
    void appliesALateRelease() {
        Claim.Granted granted = Situation.MARKED.arrange(this);

        assertThat(store().release(granted.lease())).isEqualTo(WriteResult.APPLIED);
        assertThat(granted().history()).isEqualTo(Claim.History.RELEASED);
    }

    @Test
    @DisplayName("release of a held record must change nothing and answer REFUSED")
    void refusesToReleaseAHeldRecord() {
        Claim.Granted granted = Situation.HELD.arrange(this);

        assertUnchangedBy(() -> assertThat(store().release(granted.lease())).isEqualTo(WriteResult.REFUSED));
        refused(wish());
    }

    @Test
    @DisplayName("release of a completed record must change nothing and answer REFUSED")
    void refusesToReleaseACompletedRecord() {
        Claim.Granted granted = Situation.COMPLETED.arrange(this);

        assertUnchangedBy(() -> assertThat(store().release(granted.lease())).isEqualTo(WriteResult.REFUSED));
        assertThat(refused(wish()).result()).contains(RESULT);
    }

    @Test
    @DisplayName("hold puts the record into HELD")
    void holdsTheRecord() {
        Claim.Granted granted = granted();

        assertThat(store().hold(granted.lease())).isEqualTo(WriteResult.APPLIED);
        IdempotencyRecord record = record();
        assertThat(record.state()).isEqualTo(RecordState.HELD);
        assertThat(record.token()).isEqualTo(granted.lease().token());
        assertThat(record.attempt()).isEqualTo(1);
        assertThat(record.fingerprint()).isEqualTo(PAYLOAD);
        assertThat(record.result()).isEmpty();
    }

    @Test
    @DisplayName("hold sent again must answer APPLIED again")
    void appliesAHoldAgain() {
        Claim.Granted granted = Situation.HELD.arrange(this);

        assertUnchangedBy(() -> assertThat(store().hold(granted.lease())).isEqualTo(WriteResult.APPLIED));
    }

    @Test
    @DisplayName("hold applies even if the lease has ended but nobody took over")
    void appliesALateHold() {
        Claim.Granted granted = Situation.ABANDONED.arrange(this);

        assertThat(store().hold(granted.lease())).isEqualTo(WriteResult.APPLIED);
        assertThat(refused(wish()).state()).isEqualTo(RecordState.HELD);
    }

    @Test
    @DisplayName("hold of a completed record must change nothing and answer REFUSED")
    void refusesToHoldACompletedRecord() {
        Claim.Granted granted = Situation.COMPLETED.arrange(this);

        assertUnchangedBy(() -> assertThat(store().hold(granted.lease())).isEqualTo(WriteResult.REFUSED));
        assertThat(refused(greedyWish()).result()).contains(RESULT);
    }

    @Test
    @DisplayName("hold of a released record must change nothing and answer LOST")
    void losesAHoldOfAReleasedRecord() {
        Claim.Granted granted = Situation.RELEASED.arrange(this);

        assertUnchangedBy(() -> assertThat(store().hold(granted.lease())).isEqualTo(WriteResult.LOST));
        assertThat(granted().history()).isEqualTo(Claim.History.RELEASED);
    }
}
