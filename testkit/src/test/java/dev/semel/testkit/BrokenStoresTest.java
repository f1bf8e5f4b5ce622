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

/** That the contract finds bugs: each planted one, and by each behaviour at least one. */
class BrokenStoresTest {
    @AfterEach
    void removeTheBug() {
        ModelStoreContract.plant(null);
    }

    @Test
    @DisplayName("The unbroken model passes all behaviours, none skipped")
    void passesTheUnbrokenModel() {
        ContractRun run = ContractRun.of(ModelStoreContract.class, behaviour -> true);

        assertThat(run.failed()).isEmpty();
        assertThat(run.aborted()).isEmpty();
        assertThat(run.passed()).hasSizeGreaterThanOrEqualTo(60);
    }

    @Test
    @DisplayName("Each planted bug is found by the behaviour that is named for it, and each behaviour finds one")
    void findsEachPlantedBug() {
        List<String> escaped = new ArrayList<>();
        Set<String> proved = new TreeSet<>();
        for (Bug bug : Bug.all()) {
            ModelStoreContract.plant(bug);
            ContractRun run = ContractRun.of(ModelStoreContract.class, bug.foundBy()::equals);
            if (run.failed().isEmpty()) {
                escaped.add(bug + " is not found by " + bug.foundBy());
            }
            proved.addAll(run.failed());
        }

        assertThat(escaped).isEmpty();
        ModelStoreContract.plant(null);
        // What a contract must extend is not a store's bug; the test below shows that it is noticed.
        assertThat(ContractRun.of(ModelStoreContract.class, behaviour -> !isDeclaration(behaviour))
                        .passed())
                .isSubsetOf(proved);
    }

    @Test
    @DisplayName("A shared store whose contract does not ask what shared stores must show is found")
    void findsASharedStoreThatIsNotHeldToIt() {
        ContractRun run = ContractRun.of(TooModestContract.class, BrokenStoresTest::isDeclaration);

        assertThat(run.failed()).hasSize(1);
    }

    private static boolean isDeclaration(String behaviour) {
        return behaviour.endsWith("isHeldToWhatItDeclares");
    }
}
