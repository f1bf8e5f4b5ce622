/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit;

import dev.semel.CellId;
import dev.semel.spi.StoreException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Plans faults, lets them happen, and writes down every call. */
final class FaultInjector {
    private final Map<Verb, Queue<Planned>> script = new EnumMap<>(Verb.class);
    private final Queue<Runnable> underway = new ArrayDeque<>();
    private final List<RecordedCall> calls = new ArrayList<>();
    private @Nullable Chance chance;

    private record Planned(@Nullable Fault fault) {}

    private record Chance(SplittableRandom random, double probability, List<Fault> faults) {}

    synchronized void plan(Verb verb, @Nullable Fault fault) {
        script.computeIfAbsent(verb, unused -> new ArrayDeque<>()).add(new Planned(fault));
    }

    synchronized void gamble(long seed, double probability, List<Fault> faults) {
        chance = new Chance(new SplittableRandom(seed), probability, faults);
    }

    synchronized void heal() {
        chance = null;
        script.clear();
    }

    synchronized List<RecordedCall> calls() {
        return List.copyOf(calls);
    }

    synchronized void forgetCalls() {
        calls.clear();
    }

    int deliver() {
        List<Runnable> now;
        synchronized (this) {
            now = List.copyOf(underway);
            underway.clear();
        }
        now.forEach(Runnable::run);
        return now.size();
    }

    <T> T call(Verb verb, @Nullable CellId cellId, Supplier<T> call) {
        T answer;
        try {
            answer = suffer(next(verb), call);
        } catch (RuntimeException e) {
            record(new RecordedCall(verb, cellId, e));
            throw e;
        }
        record(new RecordedCall(verb, cellId, answer));
        return answer;
    }

    /** A call whose answer says nothing; if the fault lets it not be applied, something else is done in its place. */
    void run(Verb verb, Runnable call, Runnable instead) {
        Fault fault = next(verb);
        try {
            if (fault == Fault.REFUSE || fault == Fault.TRANSIENT || fault == Fault.LOSE_REQUEST) {
                instead.run();
            }
            suffer(fault, () -> {
                call.run();
                return true;
            });
        } catch (RuntimeException e) {
            record(new RecordedCall(verb, null, e));
            throw e;
        }
        record(new RecordedCall(verb, null, null));
    }

    private synchronized void record(RecordedCall call) {
        calls.add(call);
    }

    private synchronized @Nullable Fault next(Verb verb) {
        Queue<Planned> planned = script.get(verb);
        Planned first = planned == null ? null : planned.poll();
        if (first != null) {
            return first.fault();
        }
        Chance taken = chance;
        if (taken == null || verb == Verb.ROLLBACK || taken.random().nextDouble() >= taken.probability()) {
            return null;
        }
        return taken.faults().get(taken.random().nextInt(taken.faults().size()));
    }

    private <T> T suffer(@Nullable Fault fault, Supplier<T> call) {
        if (fault instanceof Fault.PauseBefore pause) {
            pause.gate().pass();
            return call.get();
        }
        if (fault instanceof Fault.PauseAfter pause) {
            T answer = call.get();
            pause.gate().pass();
            return answer;
        }
        if (fault instanceof Fault.Simple simple) {
            throw fail(simple, () -> {
                var unused = call.get();
            });
        }
        return call.get();
    }

    private StoreException fail(Fault.Simple fault, Runnable call) {
        return switch (fault) {
            case REFUSE -> failure(StoreException.Certainty.NOT_APPLIED, "The store was made to refuse.");
            case TRANSIENT -> failure(StoreException.Certainty.TRANSIENT, "The store was made to fail for once.");
            case LOSE_REQUEST -> failure(StoreException.Certainty.UNKNOWN, "The request was made to get lost.");
            case LOSE_ANSWER -> {
                call.run();
                yield failure(StoreException.Certainty.UNKNOWN, "The answer was made to get lost.");
            }
            case DELIVER_LATE -> {
                synchronized (this) {
                    underway.add(call);
                }
                yield failure(StoreException.Certainty.UNKNOWN, "The request was made to be late.");
            }
        };
    }

    private static StoreException failure(StoreException.Certainty certainty, String message) {
        return new StoreException(certainty, message, null);
    }
}
