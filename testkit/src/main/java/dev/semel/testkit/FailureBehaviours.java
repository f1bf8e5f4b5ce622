/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.FencingToken;
import dev.semel.spi.Claim;
import dev.semel.spi.IdempotencyStore;
import dev.semel.spi.Lease;
import dev.semel.spi.StoreException;
import dev.semel.spi.UnreadableRecordException;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** That a store which cannot answer says so. */
abstract class FailureBehaviours extends Scenario {
    FailureBehaviours(IdempotencyStoreContract contract) {
        super(contract);
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    @DisplayName("claim of a record that cannot be read must end in UnreadableRecordException, never in a grant")
    void claimsNoUnreadableRecord(byte[] stored) {
        plant(stored);

        assertThatThrownBy(() -> store().claim(wish())).isInstanceOf(UnreadableRecordException.class);
        assertThatThrownBy(() -> store().claim(greedyWish())).isInstanceOf(UnreadableRecordException.class);
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    @DisplayName("find of a record that cannot be read must end in UnreadableRecordException, never in \"absent\"")
    void findsNoUnreadableRecord(byte[] stored) {
        plant(stored);

        assertThatThrownBy(() -> store().find(cellId())).isInstanceOf(UnreadableRecordException.class);
    }

    static Stream<byte[]> unreadable() {
        return Samples.unreadable();
    }

    @Test
    @DisplayName("An unreadable record leaves other cells alone, and is absent once it has expired")
    void forgetsAnUnreadableRecordAtItsExpiry() {
        plant(new byte[] {99});
        pass(RETENTION + 1);

        assertThat(granted().history()).isEqualTo(Claim.History.FRESH);
    }

    private void plant(byte[] stored) {
        Situation.COMPLETED.arrange(this);
        assertThat(contract.plantResult(cellId(), stored))
                .as("The contract of a shared store overrides plantResult().")
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("A write that cannot answer must throw StoreException")
    void reportsAnUnreachableStoreToWrites(Write write) {
        use(unreachable());

        assertUnreachable(() -> write.send(this, new Lease(cellId(), new FencingToken(1))));
    }

    @Test
    @DisplayName("claim, find and purge that cannot answer must throw StoreException")
    void reportsAnUnreachableStore() {
        use(unreachable());

        assertUnreachable(() -> store().claim(wish()));
        assertUnreachable(() -> store().find(cellId()));
        assertUnreachable(() -> store().purge(1));
    }

    private static void assertUnreachable(ThrowingCallable verb) {
        assertThatThrownBy(verb).isInstanceOfSatisfying(StoreException.class, e -> {
            assertThat(e.certainty()).isNotNull();
            assertThat(e).hasMessageNotContaining("password");
        });
    }

    private IdempotencyStore unreachable() {
        return contract.unreachable()
                .orElseThrow(() -> new AssertionError("The contract of a shared store overrides unreachable()."));
    }
}
