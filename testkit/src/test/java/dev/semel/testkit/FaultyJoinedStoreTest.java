/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.Cell;
import dev.semel.CellId;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.StoreException;
import dev.semel.spi.Transaction;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FaultyJoinedStoreTest {
    private final JoinedModel model = new JoinedModel(new MutableClock(), null);
    private final FaultyJoinedStore store = new FaultyJoinedStore(new JoinedModelStore(model));
    private final Cell cell = Scenario.newCell();
    private final CellId cellId = Scenario.idOf(cell);

    private Transaction worked() {
        Transaction transaction = store.begin();
        ClaimRequest.Terms terms = new ClaimRequest.Terms(Duration.ofSeconds(30), Duration.ofHours(1), false);
        Claim claim =
                store.claim(new ClaimRequest(Scenario.nextClaimId(), cellId, cell, List.of(Scenario.PAYLOAD), terms));
        store.complete(((Claim.Granted) claim).lease(), Scenario.RESULT);
        return transaction;
    }

    @Test
    void commitsWithoutAFault() {
        worked().commit();

        assertThat(store.find(cellId)).isPresent();
        assertThat(store.verbs()).containsExactly(Verb.BEGIN, Verb.CLAIM, Verb.COMPLETE, Verb.COMMIT, Verb.FIND);
    }

    @ParameterizedTest
    @EnumSource(names = {"REFUSE", "TRANSIENT", "LOSE_REQUEST"})
    void rollsBackACommitThatDoesNotArrive(Fault.Simple fault) {
        Transaction transaction = worked();
        store.next(Verb.COMMIT, fault);

        assertThatThrownBy(transaction::commit).isInstanceOf(StoreException.class);
        assertThat(store.find(cellId)).isEmpty();
        worked().commit();
    }

    @Test
    void landsACommitWhoseAnswerIsLost() {
        Transaction transaction = worked();
        store.next(Verb.COMMIT, Fault.LOSE_ANSWER);

        assertThatThrownBy(transaction::commit)
                .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.certainty())
                        .isEqualTo(StoreException.Certainty.UNKNOWN));
        assertThat(store.find(cellId).orElseThrow().result()).contains(Scenario.RESULT);
    }
}
