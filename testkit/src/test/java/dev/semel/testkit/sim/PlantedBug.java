/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

import dev.semel.spi.IdempotencyStore;
import dev.semel.testkit.sim.HistoryEvent.Who;
import dev.semel.testkit.sim.SimulatedCall.Caller;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Bugs that the simulator must find, each with the promises that it breaks. */
@SuppressWarnings("ImmutableEnumChecker") // a part makes a new store or call each time
enum PlantedBug {
    NO_FENCE_CHECK(rules(BrokenRules::noFenceCheck), Promise.I6),
    FENCE_RESTARTS_AFTER_PURGE(store(BrokenStore::fenceRestartingAfterPurge), Promise.I5),
    ANSWER_BEFORE_COMPLETE(call(BrokenCalls.AnswersEarly::new), Promise.I2),
    ANSWER_BEFORE_DURABLE(store(BrokenStore::answerBeforeDurable), Promise.I2, Promise.I3),
    WAITER_DELETES_CLAIM(call(BrokenCalls.WaiterDeletes::new), Promise.I8),
    BLIND_RETRY(call(BrokenCalls.RetriesBlindly::new), Promise.I1),
    FENCE_PER_ROW(rules(BrokenRules::fencePerRow), Promise.I5),
    LEASE_BORN_EXPIRED(rules(BrokenRules::leaseBornExpired), Promise.I7),
    CLOCK_OF_THE_APPLICATION(rules(BrokenRules::clockOfTheApplication), Promise.I7),
    FINGERPRINT_IGNORED_AT_TAKEOVER(rules(BrokenRules::fingerprintIgnoredAtTakeover), Promise.I4),
    COMPLETION_NOT_IDEMPOTENT(rules(BrokenRules::completionNotIdempotent), Promise.I10),
    RELEASE_AFTER_UNKNOWN(call(BrokenCalls.ReleasesAfterUnknown::new), Promise.I9),
    TAKEOVER_IGNORED(call(BrokenCalls.IgnoresTakeover::new), Promise.I2),
    REMEMBERED_BEFORE_COMMIT(call(BrokenCalls.RemembersEarly::new), Promise.I2);

    private final Parts parts;
    private final Set<Promise> broken;

    PlantedBug(Parts parts, Promise first, Promise... others) {
        this.parts = parts;
        this.broken = EnumSet.of(first, others);
    }

    private interface Calls {
        SimulatedCall make(Worker worker, Who who, Caller caller);
    }

    private static Parts rules(Supplier<CellRules> rules) {
        return store(clock -> new RowStore(rules.get(), clock));
    }

    private static Parts store(Function<SimulatedClock, RowStore> store) {
        return new Parts() {
            @Override
            IdempotencyStore store(Profile profile, SimulatedClock clock) {
                return store.apply(clock);
            }
        };
    }

    private static Parts call(Calls calls) {
        return new Parts() {
            @Override
            SimulatedCall call(Worker worker, Who who, Caller caller) {
                return calls.make(worker, who, caller);
            }
        };
    }

    Parts parts() {
        return parts;
    }

    /** Whether a result shows the promise that the bug is known to break, and not just some noise. */
    boolean isFoundIn(SimulationResult result) {
        return result.violations().stream().map(Violation::promise).anyMatch(broken::contains);
    }
}
