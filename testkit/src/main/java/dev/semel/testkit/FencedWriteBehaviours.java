/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.FencingToken;
import dev.semel.spi.Claim;
import dev.semel.spi.EffectMark;
import dev.semel.spi.Lease;
import dev.semel.spi.RecordState;
import dev.semel.spi.WriteResult;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That a write whose token is not the record's changes nothing (promise I6). */
abstract class FencedWriteBehaviours extends Scenario {
    FencedWriteBehaviours(IdempotencyStoreContract contract) {
        super(contract);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("complete with a stale token must change nothing and answer LOST")
    void losesAStaleComplete(Situation successor) {
        assertStale(Write.COMPLETE, successor);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("release with a stale token must change nothing and answer LOST")
    void losesAStaleRelease(Situation successor) {
        assertStale(Write.RELEASE, successor);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("renew with a stale token must change nothing and answer LOST")
    void losesAStaleRenew(Situation successor) {
        assertStale(Write.RENEW, successor);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("hold with a stale token must change nothing and answer LOST")
    void losesAStaleHold(Situation successor) {
        assertStale(Write.HOLD, successor);
    }

    private void assertStale(Write write, Situation successor) {
        Claim.Granted stale = Situation.ABANDONED.arrange(this);
        successor.shape(this, granted());

        assertUnchangedBy(() -> assertThat(write.send(this, stale.lease())).isEqualTo(WriteResult.LOST));
    }

    @Test
    @DisplayName("A stale renew sets no effect mark on its successor's record")
    void marksNothingByAStaleRenew() {
        Claim.Granted stale = Situation.ABANDONED.arrange(this);
        granted();
        store().renew(stale.lease(), ticks(LEASE), EffectMark.BEGUN);
        pass(LEASE + 1);

        assertThat(granted().history()).isEqualTo(Claim.History.ABANDONED);
    }

    @Test
    @DisplayName("A stale release clears no effect mark of its successor's record")
    void clearsNoMarkByAStaleRelease() {
        Claim.Granted stale = Situation.ABANDONED.arrange(this);
        Situation.MARKED.shape(this, granted());
        store().release(stale.lease());

        assertThat(granted().history()).isEqualTo(Claim.History.INDETERMINATE);
    }

    @Test
    @DisplayName("complete with the successor's very result, but a stale token, answers LOST")
    void losesAStaleCompleteWithTheSuccessorsResult() {
        Claim.Granted stale = Situation.ABANDONED.arrange(this);
        Situation.COMPLETED.shape(this, granted());

        assertThat(store().complete(stale.lease(), RESULT)).isEqualTo(WriteResult.LOST);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("A write to an absent cell makes no record and answers LOST")
    void losesAWriteToAnAbsentCell(Write write) {
        assertThat(write.send(this, new Lease(cellId(), new FencingToken(1)))).isEqualTo(WriteResult.LOST);
        assertAbsent();
        assertThat(granted().history()).isEqualTo(Claim.History.FRESH);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("A write with a token that the record never had, higher or lower, answers LOST")
    void losesAWriteWithAForeignToken(Write write) {
        long token = granted().lease().token().value();

        assertUnchangedBy(() -> {
            assertThat(write.send(this, new Lease(cellId(), new FencingToken(token + 1))))
                    .isEqualTo(WriteResult.LOST);
            assertThat(write.send(this, new Lease(cellId(), new FencingToken(Long.MAX_VALUE))))
                    .isEqualTo(WriteResult.LOST);
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("A write with the token of another cell answers LOST")
    void losesAWriteWithTheTokenOfAnotherCell(Write write) {
        FencingToken foreign = granted().lease().token();
        moveTo(newCell());
        granted();

        assertUnchangedBy(
                () -> assertThat(write.send(this, new Lease(cellId(), foreign))).isEqualTo(WriteResult.LOST));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("A write with a token from before the expiry answers LOST after the cell was claimed anew")
    void losesAWriteFromBeforeTheExpiry(Write write) {
        Claim.Granted stale = granted();
        pass(RETENTION + 1);
        granted();

        assertUnchangedBy(() -> assertThat(write.send(this, stale.lease())).isEqualTo(WriteResult.LOST));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("A write with a token from before the purge answers LOST after the cell was claimed anew")
    void losesAWriteFromBeforeThePurge(Write write) {
        Claim.Granted stale = granted();
        pass(RETENTION + 1);
        store().purge(1000);
        assertThat(write.send(this, stale.lease())).isEqualTo(WriteResult.LOST);
        granted();

        assertUnchangedBy(() -> assertThat(write.send(this, stale.lease())).isEqualTo(WriteResult.LOST));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("Expiry counts from the grant and must not move at a write")
    void leavesTheExpiryAlone(Write write) {
        Claim.Granted granted = granted();
        pass(1);
        Instant before = record().times().expiresAt();

        assertThat(write.send(this, granted.lease())).isEqualTo(WriteResult.APPLIED);
        assertThat(record().times().expiresAt()).isEqualTo(before);
    }

    @Test
    @DisplayName("A completed record must be left as it is by release, renew and hold, which answer REFUSED")
    void refusesWritesToACompletedRecord() {
        Claim.Granted granted = Situation.COMPLETED.arrange(this);
        for (Write write : Write.values()) {
            assertUnchangedBy(
                    () -> assertThat(write.send(this, granted.lease())).isEqualTo(WriteResult.REFUSED));
        }
        assertThat(record().state()).isEqualTo(RecordState.COMPLETED);
    }
}
