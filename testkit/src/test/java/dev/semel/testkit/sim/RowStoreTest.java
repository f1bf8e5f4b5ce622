/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.FencingToken;
import dev.semel.memory.InMemoryIdempotencyStore;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimId;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.EffectMark;
import dev.semel.spi.IdempotencyStore;
import dev.semel.spi.Lease;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** A simulator whose store differs from the real one proves nothing: the row store answers as the reference store does. */
class RowStoreTest {
    private static final int STEPS = 5_000;

    private final SplittableRandom random;
    private final Agenda agenda;
    private final SimulatedClock clock;

    RowStoreTest(RepetitionInfo repetition) {
        this.random = new SplittableRandom(repetition.getCurrentRepetition());
        this.agenda = new Agenda(random);
        this.clock = new SimulatedClock(agenda);
    }

    @RepeatedTest(20)
    void answersAsTheReferenceStoreDoes() {
        IdempotencyStore reference = new InMemoryIdempotencyStore(clock);
        IdempotencyStore rows = new RowStore(new CellRules(), clock);
        for (int i = 0; i < STEPS; i++) {
            clock.step(random.nextInt(10) == 0 ? random.nextInt(-50, 400) : random.nextInt(30));
            Function<IdempotencyStore, Object> verb = verb();
            assertThat(verb.apply(rows)).as("step %d", i).isEqualTo(verb.apply(reference));
        }
    }

    private Function<IdempotencyStore, Object> verb() {
        int cell = random.nextInt(2);
        Lease lease = new Lease(World.cellId(cell), new FencingToken(lately()));
        int what = random.nextInt(9);
        long run = random.nextLong(1, 4);
        return switch (what) {
            case 0, 1, 2 -> claiming(cell);
            case 3 -> store -> store.complete(lease, SimulatedAction.result(run));
            case 4 -> store -> store.release(lease);
            case 5 -> store -> store.hold(lease);
            case 6 -> {
                EffectMark mark = random.nextBoolean() ? EffectMark.BEGUN : EffectMark.UNCHANGED;
                yield store -> store.renew(lease, Duration.ofMillis(100), mark);
            }
            case 7 -> store -> store.find(World.cellId(cell));
            default -> store -> store.purge(10);
        };
    }

    private long granted = 1;

    /** The last token, or one before. */
    private long lately() {
        return Math.max(1, granted - random.nextInt(4) / 3);
    }

    private Function<IdempotencyStore, Object> claiming(int cell) {
        ClaimId id = new ClaimId(1, random.nextInt(4));
        ClaimRequest.Terms terms =
                new ClaimRequest.Terms(Duration.ofMillis(100), Duration.ofMillis(300), random.nextBoolean());
        ClaimRequest request = new ClaimRequest(
                id,
                World.cellId(cell),
                World.cell(cell),
                World.fingerprints(random.nextInt(8) / 7, random.nextInt(3) == 0),
                terms);
        return store -> {
            Claim claim = store.claim(request);
            if (claim instanceof Claim.Granted grant) {
                granted = grant.lease().token().value();
            }
            return claim;
        };
    }
}
