/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.spi.Claim;
import dev.semel.spi.ClaimId;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.EffectMark;
import dev.semel.spi.RecordState;
import dev.semel.spi.WriteResult;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a claim gets that is sent again, because its answer was lost. */
abstract class ResentClaimBehaviours extends Scenario {
    ResentClaimBehaviours(IdempotencyStoreContract contract) {
        super(contract);
    }

    @Test
    @DisplayName("The same ClaimId while its lease is the record's must be granted again, with the same token")
    void grantsTheSameClaimAgain() {
        ClaimRequest request = wish();
        Claim.Granted granted = granted(request);

        assertThat(granted(request)).isEqualTo(granted);
        assertThat(record().token()).isEqualTo(granted.lease().token());
    }

    @ParameterizedTest
    @EnumSource(names = {"ABANDONED", "MARKED", "RELEASED", "HELD"})
    @DisplayName("The same ClaimId must be granted again with the same attempt and history")
    void grantsTheSameHistoryAgain(Situation before) {
        before.arrange(this);
        ClaimRequest request = greedyWish();
        Claim.Granted granted = granted(request);

        assertThat(granted(request)).isEqualTo(granted);
    }

    @Test
    @DisplayName("The same ClaimId is granted again with its first history after it set the effect mark")
    void grantsTheSameHistoryAgainAfterMarking() {
        ClaimRequest request = wish();
        Claim.Granted granted = granted(request);
        store().renew(granted.lease(), ticks(LEASE), EffectMark.BEGUN);

        assertThat(granted(request)).isEqualTo(granted);
        pass(LEASE + 1);
        assertThat(granted().history()).isEqualTo(Claim.History.INDETERMINATE);
    }

    @Test
    @DisplayName("The same ClaimId must not start the lease anew")
    void doesNotStartTheLeaseAnew() {
        ClaimRequest request = wish();
        granted(request);
        pass(1);

        assertUnchangedBy(() -> granted(request));
        pass(LEASE);
        assertThat(granted().history()).isEqualTo(Claim.History.ABANDONED);
    }

    @Test
    @DisplayName("The same ClaimId keeps a lease that was renewed meanwhile")
    void keepsARenewedLease() {
        ClaimRequest request = wish();
        Claim.Granted granted = granted(request);
        store().renew(granted.lease(), ticks(2 * LEASE), EffectMark.UNCHANGED);

        assertUnchangedBy(() -> granted(request));
    }

    @Test
    @DisplayName("The same ClaimId is granted again after its lease has ended, while nobody has taken over")
    void grantsTheSameClaimAgainAfterItsLease() {
        ClaimRequest request = wish();
        Claim.Granted granted = granted(request);
        pass(LEASE + 1);

        assertThat(granted(request)).isEqualTo(granted);
        assertThat(granted().lease().token()).isGreaterThan(granted.lease().token());
    }

    @Test
    @DisplayName("The same ClaimId is refused after another claim has taken over")
    void refusesTheSameClaimAfterATakeover() {
        ClaimRequest request = wish();
        granted(request);
        pass(LEASE + 1);
        Claim.Granted successor = granted();

        assertThat(refused(request).token()).isEqualTo(successor.lease().token());
    }

    @Test
    @DisplayName("The same ClaimId is refused with the result after it was completed")
    void refusesTheSameClaimWithItsResult() {
        ClaimRequest request = wish();
        store().complete(granted(request).lease(), RESULT);

        assertThat(refused(request).result()).contains(RESULT);
    }

    @Test
    @DisplayName("The same ClaimId is refused after its record was held")
    void refusesTheSameClaimOfAHeldRecord() {
        ClaimRequest request = wish();
        store().hold(granted(request).lease());

        assertThat(refused(request).state()).isEqualTo(RecordState.HELD);
    }

    @Test
    @DisplayName("The same ClaimId gets a new token once its record has expired")
    void grantsAnewAfterExpiry() {
        ClaimRequest request = wish();
        Claim.Granted granted = granted(request);
        pass(RETENTION + 1);

        Claim.Granted anew = granted(request);
        assertThat(anew.history()).isEqualTo(Claim.History.FRESH);
        assertThat(anew.lease().token()).isGreaterThan(granted.lease().token());
    }

    @Test
    @DisplayName("A claim with the same sequence of another node is another claim")
    void tellsNodesApart() {
        ClaimId id = nextClaimId();
        granted(wish(id));

        refused(wish(new ClaimId(id.node() + 1, id.sequence())));
    }

    @Test
    @DisplayName(
            "A claim of the same node with another sequence is another claim: the token is the claim's, not the node's")
    void tellsClaimsOfANodeApart() {
        ClaimId id = nextClaimId();
        Claim.Granted first = granted(wish(id));
        refused(wish(new ClaimId(id.node(), id.sequence() + 1_000_000)));
        pass(LEASE + 1);
        granted(wish(new ClaimId(id.node(), id.sequence() + 1_000_000)));

        assertThat(store().complete(first.lease(), RESULT)).isEqualTo(WriteResult.LOST);
    }
}
