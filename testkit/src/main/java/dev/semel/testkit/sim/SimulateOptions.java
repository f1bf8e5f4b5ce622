/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The options of {@link Simulate}; each has one value, and what is refused is refused with a sentence that names it. */
final class SimulateOptions {
    private static final Set<String> OF_MANY = Set.of("--histories", "--from", "--threads");
    private static final Set<String> OF_ONE = Set.of("--seed", "--without");
    private static final int MOST_HISTORIES = 1_000_000_000;
    private static final int MOST_THREADS = 1_000;

    private final Map<String, String> values;

    private SimulateOptions(Map<String, String> values) {
        this.values = values;
    }

    static SimulateOptions parse(String[] args) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < args.length; i += 2) {
            String name = args[i];
            if (!OF_MANY.contains(name) && !OF_ONE.contains(name)) {
                throw new IllegalArgumentException("unknown option: " + name);
            }
            if (i + 1 == args.length) {
                throw new IllegalArgumentException(name + " needs a value");
            }
            if (values.put(name, args[i + 1]) != null) {
                throw new IllegalArgumentException(name + " is given twice");
            }
        }
        SimulateOptions options = new SimulateOptions(values);
        options.check();
        return options;
    }

    private void check() {
        for (String name : isOne() ? OF_MANY : OF_ONE) {
            if (values.containsKey(name)) {
                throw new IllegalArgumentException(
                        isOne() ? name + " does not go with --seed, which runs one history" : name + " needs --seed");
            }
        }
        number("--seed", 0);
        without();
        histories();
        threads();
        if (number("--from", 0) > Long.MAX_VALUE - histories()) {
            throw new IllegalArgumentException("--from is too large for so many histories");
        }
    }

    /** Whether one history is to be shown, instead of many being judged. */
    boolean isOne() {
        return values.containsKey("--seed");
    }

    long histories() {
        return within("--histories", 200_000, MOST_HISTORIES);
    }

    int threads() {
        return (int) within("--threads", Runtime.getRuntime().availableProcessors(), MOST_THREADS);
    }

    Set<Fault> without() {
        return faults(values.getOrDefault("--without", ""));
    }

    long number(String name, long otherwise) {
        String value = values.get(name);
        try {
            return value == null ? otherwise : Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be a whole number, not " + value, e);
        }
    }

    private long within(String name, int otherwise, int most) {
        long value = number(name, otherwise);
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(name + " must be from 1 to " + most + ", not " + value);
        }
        return value;
    }

    static Set<Fault> faults(String names) {
        Set<Fault> faults = EnumSet.noneOf(Fault.class);
        for (String name : names.split(",", -1)) {
            if (!name.isEmpty()) {
                faults.add(fault(name));
            }
        }
        return faults;
    }

    private static Fault fault(String name) {
        try {
            return Fault.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("unknown fault: " + name + "; known are " + faultNames(), e);
        }
    }

    static String faultNames() {
        return EnumSet.allOf(Fault.class).stream().map(Enum::name).collect(Collectors.joining(","));
    }
}
