/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** That the contract of stores that join transactions finds bugs, as {@link BrokenStoresTest} shows for all stores. */
class BrokenJoinedStoresTest {
    @AfterEach
    void removeTheBug() {
        JoinedModelStoreContract.plant(null);
    }

    @Test
    @DisplayName("The unbroken model passes all behaviours")
    void passesTheUnbrokenModel() {
        assertThat(ContractRun.of(JoinedModelStoreContract.class, behaviour -> true)
                        .failed())
                .isEmpty();
    }

    @Test
    @DisplayName("Each planted bug is found by the behaviour that is named for it, and each behaviour finds one")
    void findsEachPlantedBug() {
        List<String> escaped = new ArrayList<>();
        Set<String> proved = new TreeSet<>();
        for (JoinedBug bug : JoinedBug.all()) {
            JoinedModelStoreContract.plant(bug);
            ContractRun run = ContractRun.of(JoinedModelStoreContract.class, bug.foundBy()::equals);
            if (run.failed().isEmpty()) {
                escaped.add(bug + " is not found by " + bug.foundBy());
            }
            proved.addAll(run.failed());
        }

        assertThat(escaped).isEmpty();
        JoinedModelStoreContract.plant(null);
        assertThat(ContractRun.of(JoinedModelStoreContract.class, behaviour -> true)
                        .passed())
                .filteredOn(behaviour -> behaviour.matches("(Transactions|Contention|Commits)[.].*"))
                .isSubsetOf(proved);
    }
}
