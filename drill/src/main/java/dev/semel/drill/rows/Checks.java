/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.rows;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The check of each row that has one. */
public final class Checks {
    private final Map<String, Check> checks = new HashMap<>();
    private final Set<String> timed = new HashSet<>();

    private Checks() {}

    /** All that there are. */
    public static Checks all() {
        Checks all = new Checks();
        KeySyntaxChecks.addTo(all);
        KeyHeaderChecks.addTo(all);
        MethodChecks.addTo(all);
        FingerprintChecks.addTo(all);
        FormChecks.addTo(all);
        ConcurrencyChecks.addTo(all);
        ReplayChecks.addTo(all);
        ReplayHeaderChecks.addTo(all);
        FailureChecks.addTo(all);
        DisconnectChecks.addTo(all);
        ScopeChecks.addTo(all);
        BodyChecks.addTo(all);
        ProtocolChecks.addTo(all);
        StreamChecks.addTo(all);
        ErrorChecks.addTo(all);
        CrashChecks.addTo(all);
        StoreFaultChecks.addTo(all);
        return all;
    }

    /** A check that takes no time of its own. */
    void add(int row, Check check) {
        if (checks.put(Integer.toString(row), check) != null) {
            throw new IllegalStateException("Row " + row + " has two checks.");
        }
    }

    /** A check that waits; it may run beside others, because it counts by its own keys only. */
    void addTimed(int row, Check check) {
        add(row, check);
        timed.add(Integer.toString(row));
    }

    /** A check that lets things go wrong at the service; whatever becomes of it, they are put right again. */
    void addInterfering(int row, InterferingCheck check) {
        add(row, trial -> {
            Interference faults = trial.interference();
            try {
                check.run(trial, faults);
            } finally {
                faults.heal();
            }
        });
    }

    /** A check with the fault controls of the service. */
    @FunctionalInterface
    interface InterferingCheck {
        void run(Trial trial, Interference faults) throws IOException, InterruptedException;
    }

    public Collection<String> rows() {
        return Set.copyOf(checks.keySet());
    }

    boolean isTimed(String row) {
        return timed.contains(row);
    }

    Optional<Check> of(String row) {
        return Optional.ofNullable(checks.get(row));
    }
}
