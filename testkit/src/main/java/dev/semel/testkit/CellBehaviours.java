/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.Cell;
import dev.semel.CellId;
import dev.semel.IdempotencyKey;
import dev.semel.Scope;
import dev.semel.spi.Claim;
import dev.semel.spi.StoreCapabilities;
import dev.semel.spi.WriteResult;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That each cell has a record of its own, whatever it is called. */
abstract class CellBehaviours extends Scenario {
    CellBehaviours(IdempotencyStoreContract contract) {
        super(contract);
    }

    @Test
    @DisplayName("Cells whose ids share the upper 64 bits are two")
    void tellsCellsApartByTheLowerHalf() {
        long shared = UUID.randomUUID().getMostSignificantBits();
        assertTwo(new CellId(shared, 0), new CellId(shared, 1L << 40));
    }

    @Test
    @DisplayName("Cells whose ids share the lower 64 bits are two")
    void tellsCellsApartByTheUpperHalf() {
        long shared = UUID.randomUUID().getMostSignificantBits();
        assertTwo(new CellId(0, shared), new CellId(1L << 40, shared));
    }

    @Test
    @DisplayName("Cells whose ids have their halves swapped, or another sign, are different ones")
    void tellsCellsApartByOrderAndSign() {
        UUID random = UUID.randomUUID();
        long high = random.getMostSignificantBits();
        long low = random.getLeastSignificantBits();
        assertTwo(new CellId(high, low), new CellId(low, high));
        assertTwo(new CellId(high, 7), new CellId(high, -7));
    }

    @ParameterizedTest
    @MethodSource("lookalikes")
    @DisplayName("Cells that differ in one part, or in where one part ends, are two (promise I17)")
    void tellsLookalikesApart(Samples.Pair pair) {
        moveTo(pair.one());
        Claim.Granted one = granted();
        moveTo(pair.other());
        Claim.Granted other = granted();

        assertThat(store().complete(one.lease(), RESULT)).isEqualTo(WriteResult.APPLIED);
        assertThat(store().complete(other.lease(), OTHER_RESULT)).isEqualTo(WriteResult.APPLIED);
        assertThat(record().result()).contains(OTHER_RESULT);
        moveTo(pair.one());
        assertThat(record().result()).contains(RESULT);
    }

    static Stream<Samples.Pair> lookalikes() {
        return Samples.lookalikes();
    }

    @ParameterizedTest
    @MethodSource("hostileTexts")
    @DisplayName("A key of any content and of 1 to 1024 characters names a cell")
    void takesHostileKeys(String key) {
        moveTo(new Cell(Scope.of(UUID.randomUUID().toString()), "POST /contract", IdempotencyKey.of(key)));
        assertWorks();
    }

    @ParameterizedTest
    @MethodSource("hostileTexts")
    @DisplayName("A scope of any content names a cell")
    void takesHostileScopes(String part) {
        String own = UUID.randomUUID().toString();
        moveTo(new Cell(Scope.of(own, part), "POST /contract", IdempotencyKey.of(own)));
        assertWorks();
    }

    @ParameterizedTest
    @MethodSource("hostileTexts")
    @DisplayName("An operation of any content names a cell, though its name may be stored as a label")
    void takesHostileOperations(String operation) {
        String own = UUID.randomUUID().toString();
        moveTo(new Cell(Scope.of(own), operation, IdempotencyKey.of(own)));
        assertWorks();
    }

    static Stream<String> hostileTexts() {
        return Samples.hostileTexts();
    }

    @Test
    @DisplayName("A write to one cell leaves its neighbours alone")
    void leavesNeighboursAlone() {
        granted();
        Cell neighbour = cell();
        moveTo(newCell());
        Claim.Granted here = granted();
        moveTo(neighbour);

        assertUnchangedBy(() -> {
            store().hold(here.lease());
            store().purge(100);
        });
    }

    private void assertTwo(CellId one, CellId other) {
        moveTo(one);
        Claim.Granted first = granted();
        moveTo(other);
        Claim.Granted second = granted();
        assertThat(store().complete(second.lease(), RESULT)).isEqualTo(WriteResult.APPLIED);

        moveTo(one);
        assertThat(record().result()).isEmpty();
        assertThat(record().token()).isEqualTo(first.lease().token());
    }

    private void assertWorks() {
        Claim.Granted granted = granted();
        refused(wish());
        assertThat(store().complete(granted.lease(), RESULT)).isEqualTo(WriteResult.APPLIED);
        assertThat(refused(wish()).result()).contains(RESULT);
    }

    @Test
    @DisplayName("The capabilities must not change while the store is open, and name the store")
    void declaresTheSameCapabilitiesThroughout() {
        StoreCapabilities before = store().capabilities();
        Situation.COMPLETED.arrange(this);
        store().purge(10);

        assertThat(store().capabilities()).isEqualTo(before);
        assertThat(before.name()).isNotBlank();
    }
}
