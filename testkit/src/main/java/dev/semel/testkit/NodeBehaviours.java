/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.spi.Claim;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.EffectMark;
import dev.semel.spi.IdempotencyStore;
import dev.semel.spi.Lease;
import dev.semel.spi.WriteResult;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That several nodes see one record, and the next start sees the last one's. */
abstract class NodeBehaviours extends Scenario {
    NodeBehaviours(IdempotencyStoreContract contract) {
        super(contract);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("All nodes of a service see the same record")
    void showsEveryNodeTheSameRecord(Situation situation) {
        IdempotencyStore other = other();
        situation.arrange(this);

        assertUnchangedBy(() -> use(other));
    }

    @Test
    @DisplayName("A lease excludes claims of other nodes, and its holder may write through another node")
    void excludesOtherNodes() {
        Claim.Granted granted = granted();
        use(other());

        assertThat(refused(wish()).token()).isEqualTo(granted.lease().token());
        assertThat(store().complete(granted.lease(), RESULT)).isEqualTo(WriteResult.APPLIED);
        assertThat(store().complete(granted.lease(), RESULT)).isEqualTo(WriteResult.APPLIED);
    }

    @Test
    @DisplayName("A claim sent again through another node is granted again, with the same token")
    void grantsTheSameClaimAgainThroughAnotherNode() {
        ClaimRequest request = wish();
        Claim.Granted granted = granted(request);
        use(other());

        assertThat(granted(request)).isEqualTo(granted);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("A write of a node whose lease another node has taken over changes nothing and answers LOST")
    void losesTheWritesOfAnOvertakenNode(Write write) {
        IdempotencyStore zombie = store();
        Lease stale = Situation.ABANDONED.arrange(this).lease();
        use(other());
        Claim.Granted successor = granted();
        use(zombie);

        assertThat(successor.lease().token()).isGreaterThan(stale.token());
        assertUnchangedBy(() -> assertThat(write.send(this, stale)).isEqualTo(WriteResult.LOST));
    }

    @Test
    @DisplayName("Tokens of a cell increase from node to node")
    void increasesTokensFromNodeToNode() {
        List<IdempotencyStore> nodes = List.of(store(), other());
        long highest = 0;
        for (int attempt = 0; attempt < 10; attempt++) {
            use(nodes.get(attempt % 2));
            Lease lease = granted().lease();
            assertThat(lease.token().value()).isGreaterThan(highest);
            highest = lease.token().value();
            store().release(lease);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("Of concurrent claims on two nodes at most one must be granted")
    void grantsOneOfManyRacersOnTwoNodes(Start start) {
        List<IdempotencyStore> nodes = List.of(store(), other());
        for (int round = 0; round < contract.rounds(); round++) {
            moveTo(newCell());
            start.arrange(this);

            List<Claim> claims = ConcurrencyProbe.race(
                    RaceBehaviours.RACERS, racer -> nodes.get(racer % 2).claim(greedyWish()));

            assertThat(claims).filteredOn(Claim.Granted.class::isInstance).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LIVE", "RELEASED", "COMPLETED", "HELD"})
    @DisplayName("What a store acknowledged is there after its restart, in whatever state")
    void keepsTheRecordOverARestart(Situation situation) {
        situation.arrange(this);

        assertUnchangedBy(this::restart);
    }

    @Test
    @DisplayName("The effect mark is durable when renew returns APPLIED")
    void keepsTheMarkOverARestart() {
        store().renew(granted().lease(), ticks(LEASE), EffectMark.BEGUN);
        restart();
        pass(LEASE + 1);

        assertThat(granted().history()).isEqualTo(Claim.History.INDETERMINATE);
    }

    @Test
    @DisplayName("The holder's token is good after a restart, and a claim sent again is recognised")
    void keepsTheGrantOverARestart() {
        ClaimRequest request = wish();
        Claim.Granted granted = granted(request);
        restart();

        assertThat(granted(request)).isEqualTo(granted);
        assertThat(store().complete(granted.lease(), RESULT)).isEqualTo(WriteResult.APPLIED);
    }

    @Test
    @DisplayName(
            "A grant after a restart must have a token above every earlier one, also if the record was purged (I5)")
    void increasesTokensOverARestart() {
        Lease before = granted().lease();
        pass(RETENTION + 1);
        store().purge(100_000);
        restart();

        assertThat(granted().lease().token()).isGreaterThan(before.token());
        assertThat(store().complete(before, RESULT)).isEqualTo(WriteResult.LOST);
    }

    private IdempotencyStore other() {
        return contract.secondNode()
                .map(Scenario::asSingleVerbs)
                .orElseThrow(() -> new AssertionError("The contract of a shared store overrides secondNode()."));
    }

    private void restart() {
        use(contract.restarted()
                .orElseThrow(() -> new AssertionError("The contract of a shared store overrides restarted().")));
    }
}
