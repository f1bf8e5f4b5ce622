/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.FencingToken;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.Lease;
import dev.semel.spi.RecordedResult;
import dev.semel.spi.WriteResult;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That each verb is one step, whoever else is at it. */
abstract class RaceBehaviours extends Scenario {
    static final int RACERS = 8;

    RaceBehaviours(IdempotencyStoreContract contract) {
        super(contract);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("Of any number of concurrent claims of a cell at most one must be granted")
    void grantsOneOfManyRacers(Start start) {
        for (int round = 0; round < contract.rounds(); round++) {
            moveTo(newCell());
            start.arrange(this);

            List<Claim> claims = ConcurrencyProbe.race(RACERS, racer -> store().claim(greedyWish()));

            List<Lease> leases = leases(claims);
            assertThat(leases).hasSize(1);
            assertThat(record().token()).isEqualTo(leases.get(0).token());
            assertThat(store().complete(leases.get(0), RESULT)).isEqualTo(WriteResult.APPLIED);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LIVE", "COMPLETED"})
    @DisplayName(
            "Of any number of concurrent claims of a live or completed record none is granted, and nothing changes")
    void grantsNoneOfManyRacers(Situation situation) {
        situation.arrange(this);

        assertUnchangedBy(() -> assertThat(leases(ConcurrencyProbe.race(RACERS, racer -> store().claim(greedyWish()))))
                .isEmpty());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("The same ClaimId sent many times at once gets one grant, told to each")
    void grantsOneClaimOnce(Start start) {
        for (int round = 0; round < contract.rounds(); round++) {
            moveTo(newCell());
            start.arrange(this);
            ClaimRequest request = greedyWish();

            List<Claim> claims = ConcurrencyProbe.race(RACERS, racer -> store().claim(request));

            List<Lease> leases = leases(claims);
            assertThat(leases).isNotEmpty().containsOnly(leases.get(0));
            assertThat(claims).filteredOn(Claim.Refused.class::isInstance).isEmpty();
            assertThat(record().token()).isEqualTo(leases.get(0).token());
        }
    }

    @Test
    @DisplayName("Of a late completion and a takeover at once exactly one succeeds")
    void decidesBetweenCompletionAndTakeover() {
        for (int round = 0; round < contract.rounds(); round++) {
            moveTo(newCell());
            Claim.Granted late = Situation.ABANDONED.arrange(this);

            // In turns, because who comes last to the start is often the first to leave it.
            int completer = round % 2;
            List<Object> answers = ConcurrencyProbe.race(
                    2, racer -> racer == completer ? store().complete(late.lease(), RESULT) : store().claim(wish()));

            boolean taken = answers.get(1 - completer) instanceof Claim.Granted;
            assertThat(answers.get(completer)).isEqualTo(taken ? WriteResult.LOST : WriteResult.APPLIED);
            assertThat(record().result().isPresent()).isNotEqualTo(taken);
        }
    }

    @Test
    @DisplayName("Of many completions with different results at once exactly one is recorded")
    void recordsOneOfManyResults() {
        for (int round = 0; round < contract.rounds(); round++) {
            moveTo(newCell());
            Lease lease = granted().lease();

            List<WriteResult> answers =
                    ConcurrencyProbe.race(RACERS, racer -> store().complete(lease, value("answer " + racer)));

            assertThat(Collections.frequency(answers, WriteResult.APPLIED)).isEqualTo(1);
            assertThat(Collections.frequency(answers, WriteResult.REFUSED)).isEqualTo(RACERS - 1);
            RecordedResult recorded = value("answer " + answers.indexOf(WriteResult.APPLIED));
            assertThat(record().result()).contains(recorded);
        }
    }

    @Test
    @DisplayName("Of a completion, a release and a hold at once exactly one succeeds")
    void decidesBetweenTheEnds() {
        for (int round = 0; round < contract.rounds(); round++) {
            moveTo(newCell());
            Lease lease = granted().lease();
            List<Write> ends = List.of(Write.COMPLETE, Write.RELEASE, Write.HOLD);

            List<WriteResult> answers =
                    ConcurrencyProbe.race(ends.size(), racer -> ends.get(racer).send(this, lease));

            assertThat(Collections.frequency(answers, WriteResult.APPLIED)).isEqualTo(1);
            assertThat(ends.get(answers.indexOf(WriteResult.APPLIED)).send(this, lease))
                    .isEqualTo(WriteResult.APPLIED);
        }
    }

    @Test
    @DisplayName("purge must be safe while others claim: who is granted a cell that has expired keeps it")
    void purgesWhileOthersClaim() {
        long purge = nanosOfAPurge();
        for (int round = 0; round < contract.rounds(); round++) {
            moveTo(newCell());
            Start.EXPIRED.arrange(this);
            // Later from round to round, so that the claims meet a purge at each point of its way.
            long delay = purge * round / contract.rounds();

            List<Object> answers =
                    ConcurrencyProbe.race(RACERS, racer -> racer % 2 == 0 ? store().purge(100) : claimAfter(delay));

            // On a store that joins transactions all of them may be Contended: by the purge's own transaction.
            List<Lease> leases = leases(answers);
            assertThat(leases).hasSizeBetween(contract.mayContend() ? 0 : 1, 1);
            for (Lease lease : leases) {
                assertThat(store().complete(lease, RESULT)).isEqualTo(WriteResult.APPLIED);
            }
        }
    }

    private long nanosOfAPurge() {
        Start.EXPIRED.arrange(this);
        long start = System.nanoTime();
        store().purge(100);
        return System.nanoTime() - start;
    }

    private Claim claimAfter(long nanos) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < nanos) {
            LockSupport.parkNanos(nanos - (System.nanoTime() - start));
        }
        return store().claim(wish());
    }

    @Test
    @DisplayName("Threads that claim and release exclude each other, and no two get the same token")
    void excludesEachOther() {
        ConcurrencyProbe probe = new ConcurrencyProbe();
        Set<FencingToken> tokens = ConcurrentHashMap.newKeySet();
        ClaimRequest.Terms terms = terms(100, 1000);

        ConcurrencyProbe.race(RACERS, racer -> {
            int passed = 0;
            while (passed < contract.rounds() && !Thread.currentThread().isInterrupted()) {
                if (store().claim(wish(terms)) instanceof Claim.Granted granted) {
                    assertThat(tokens.add(granted.lease().token())).isTrue();
                    probe.pass();
                    passed++;
                    assertThat(store().release(granted.lease())).isEqualTo(WriteResult.APPLIED);
                }
            }
            return racer;
        });

        probe.assertExclusive();
        assertThat(probe.runs()).isEqualTo(tokens.size());
    }

    private List<Lease> leases(List<?> answers) {
        assertThat(answers)
                .filteredOn(Claim.Contended.class::isInstance)
                .hasSizeLessThanOrEqualTo(contract.mayContend() ? RACERS : 0);
        return answers.stream()
                .filter(Claim.Granted.class::isInstance)
                .map(answer -> ((Claim.Granted) answer).lease())
                .toList();
    }
}
