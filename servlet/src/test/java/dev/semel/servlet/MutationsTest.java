/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** That the tests of the filter can fail: each of them does without a layer, or with one that keeps everything. */
class MutationsTest {
    /** What a bare service does too, and a hoarder does not change: the drill's planted bugs stand for rows 1, 28, 56. */
    private static final Set<String> UNMOVED = Set.of(
            // it is what shows that the other tests behind that proxy can fail
            "BehindAProxy.row125_withoutTheLayerTheSameProxyExecutesTwice",
            "Concurrency.row056_otherKeysAndOtherPrincipalsRunBeside",
            // the claim before the handler is all that it looks at; drilled with faults, the row fails without a layer
            "Concurrency.row058_aClaimWhoseAnswerWasLostIsItsOwn",
            // a layer that used the key would be needed; drilled, the row fails without one
            "Failures.row088_rejectionsBeforeTheLayerDoNotUseTheKey",
            // it fails where a layer has read the body
            "Forms.row120_anEmptyBodyIsNotTakenForOneThatWasRead",
            // without a key there is nothing to do; they were seen to fail where the layer read or kept the body
            "KeyPlaces.row022_whereOnlyHeadersAreLookedAtNoBodyIsReadAndNoStoreAsked",
            "KeyPlaces.row022_workOnAThreadOfItsOwnStillReadsTheBody",
            "KeySyntax.row001_aNewKeyExecutesWithoutMarker",
            "Routes.row028_preflightsPass");

    @AfterEach
    void removeTheMutation() {
        Mutation.NONE.plant();
        Awaitility.reset();
    }

    @Test
    void eachTestNoticesSomeMutation() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(1));
        Set<String> unmoved = passing(Mutation.HOARDER, passing(Mutation.NO_LAYER, Set.of()));

        assertThat(unmoved).isSubsetOf(UNMOVED);
    }

    /** Of these tests, or of all if there are none, those that a mutation does not make fail. */
    private static Set<String> passing(Mutation mutation, Set<String> among) {
        mutation.plant();
        BehavioursRun run = BehavioursRun.of(TomcatTest.class, test -> among.isEmpty() || among.contains(test));
        assertThat(run.failed()).as("tests that %s makes fail", mutation).isNotEmpty();
        return run.passed();
    }
}
