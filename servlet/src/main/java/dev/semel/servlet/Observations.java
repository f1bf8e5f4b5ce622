/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What {@link ObservingFilter} saw in this process since it started. It remembers digests of keys and payloads, never
 * their text, and of the oldest ones nothing once there are too many. Safe for use by many threads.
 */
public final class Observations {
    private static final Logger LOG = LoggerFactory.getLogger(Observations.class);

    private final Duration retention;
    private final Duration duplicateWindow;
    private final InstantSource clock;
    private final Object lock = new Object();
    private final Map<String, Counters> routes = new TreeMap<>();
    private final Set<String> running = new HashSet<>();
    private final Map<String, Seen> seen;

    /** A request that took effect. */
    private record Seen(long atMillis, Optional<String> payload) {}

    /** What a request turned out to be. */
    enum Kind {
        FIRST,
        WITHOUT_KEY,
        INVALID_KEY,
        REPLAY,
        CONFLICT,
        MISMATCH,
        DUPLICATE_WITHOUT_KEY
    }

    private static final class Counters {
        private final Map<Kind, Long> byKind = new EnumMap<>(Kind.class);

        long add(Kind kind) {
            return byKind.merge(kind, 1L, Long::sum);
        }

        long of(Kind kind) {
            return byKind.getOrDefault(kind, 0L);
        }
    }

    /**
     * Begins to remember.
     *
     * @param retention how long a key would be remembered
     * @param duplicateWindow how soon an equal request without a key counts as a duplicate
     * @param capacity how many requests are remembered, some 200 bytes each; the oldest are forgotten first
     * @param clock the time of this process
     */
    public Observations(Duration retention, Duration duplicateWindow, int capacity, InstantSource clock) {
        if (capacity < 1) {
            throw new IllegalArgumentException("The capacity must be at least 1.");
        }
        this.retention = retention;
        this.duplicateWindow = duplicateWindow;
        this.clock = clock;
        this.seen = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Seen> eldest) {
                return size() > capacity;
            }
        };
    }

    /**
     * Remembers 50,000 requests for 24 hours; equal ones without a key are duplicates within a minute.
     *
     * @return a new memory
     */
    public static Observations standard() {
        return new Observations(Duration.ofHours(24), Duration.ofMinutes(1), 50_000, InstantSource.system());
    }

    /**
     * What was seen.
     *
     * @return a copy: one entry a route, those with the most repeated requests first
     */
    public List<RouteObservation> report() {
        synchronized (lock) {
            return routes.entrySet().stream()
                    .map(entry -> observation(entry.getKey(), entry.getValue()))
                    .sorted(Comparator.comparingLong(RouteObservation::repeated).reversed())
                    .toList();
        }
    }

    private static RouteObservation observation(String route, Counters counters) {
        long requests = 0;
        for (Kind kind : Kind.values()) {
            requests += counters.of(kind);
        }
        return new RouteObservation(
                route,
                requests,
                counters.of(Kind.WITHOUT_KEY) + counters.of(Kind.DUPLICATE_WITHOUT_KEY),
                counters.of(Kind.INVALID_KEY),
                counters.of(Kind.REPLAY),
                counters.of(Kind.CONFLICT),
                counters.of(Kind.MISMATCH),
                counters.of(Kind.DUPLICATE_WITHOUT_KEY));
    }

    /** True if no equal request is running; then {@link #ended} must follow. */
    boolean begin(String request) {
        synchronized (lock) {
            return running.add(request);
        }
    }

    void ended(String request) {
        synchronized (lock) {
            running.remove(request);
        }
    }

    /** A request with a key that can be used. */
    void keyed(Sighting sighting, String cell, boolean conflict) {
        synchronized (lock) {
            Optional<Seen> first = first("k" + cell, retention);
            Kind kind = Kind.FIRST;
            if (conflict) {
                kind = Kind.CONFLICT;
            } else if (first.isPresent()) {
                kind = isOther(first.get().payload(), sighting.payload()) ? Kind.MISMATCH : Kind.REPLAY;
            } else if (sighting.tookEffect()) {
                seen.put("k" + cell, new Seen(clock.millis(), sighting.payload()));
            }
            count(sighting.route(), kind);
        }
    }

    /** A request without a key. */
    void unkeyed(Sighting sighting, String caller) {
        synchronized (lock) {
            Kind kind = Kind.WITHOUT_KEY;
            if (sighting.payload().isPresent() && sighting.tookEffect()) {
                String same = "p" + caller + sighting.payload().get();
                kind = first(same, duplicateWindow).isPresent() ? Kind.DUPLICATE_WITHOUT_KEY : kind;
                seen.remove(same);
                seen.put(same, new Seen(clock.millis(), Optional.empty()));
            }
            count(sighting.route(), kind);
        }
    }

    void invalid(String route) {
        synchronized (lock) {
            count(route, Kind.INVALID_KEY);
        }
    }

    /**
     * A request that is over.
     *
     * @param route where
     * @param payload a digest of what it asked for; empty if its body was not read
     * @param tookEffect whether a layer would remember its answer
     */
    record Sighting(String route, Optional<String> payload, boolean tookEffect) {}

    private Optional<Seen> first(String id, Duration within) {
        return Optional.ofNullable(seen.get(id)).filter(seen -> clock.millis() - seen.atMillis() < within.toMillis());
    }

    /** A payload that was not read tells nothing. */
    private static boolean isOther(Optional<String> first, Optional<String> second) {
        return first.isPresent() && second.isPresent() && !first.equals(second);
    }

    /** Logs the first, the second, the fourth and so on, so that a busy route does not fill the log. */
    private void count(String route, Kind kind) {
        long count = routes.computeIfAbsent(route, name -> new Counters()).add(kind);
        boolean worthTelling = kind != Kind.FIRST && kind != Kind.WITHOUT_KEY;
        if (worthTelling && Long.bitCount(count) == 1) {
            LOG.info("{}: {} (seen {} times)", route, words(kind), count);
        }
    }

    private static String words(Kind kind) {
        return switch (kind) {
            case REPLAY -> "a repeated request took effect again; it would have been given the first answer";
            case CONFLICT -> "a repeated request ran beside the first; it would have been refused with 409";
            case MISMATCH -> "a key came with another payload; the request would have been refused with 422";
            case INVALID_KEY -> "a key was malformed; the request would have been refused with 400";
            case DUPLICATE_WITHOUT_KEY -> "an equal request came again shortly after, without a key";
            case FIRST, WITHOUT_KEY -> "";
        };
    }
}
