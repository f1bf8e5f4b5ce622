/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What to drill.
 *
 * @param target the service
 * @param peer another node of it; empty for none
 * @param token of the caller; empty to call without one
 * @param extent which rows, and for how long
 */
public record DrillPlan(Target target, Optional<Target> peer, Optional<String> token, Extent extent) {
    /** Whether a drill may let things go wrong at the service. */
    public enum Faults {
        /** It sends requests such as clients send, and touches no path below {@code /faults}. */
        NONE,
        /** It uses the fault controls of the service: stops its store, moves its clock, abandons what runs. */
        ON_REQUEST
    }

    /**
     * Which rows, for how long, and how far it may go.
     *
     * @param rows to check, in the catalogue's order
     * @param timeout of the whole drill; rows that it cuts off fail
     * @param faults whether it may let things go wrong
     */
    public record Extent(List<Row> rows, Duration timeout, Faults faults) {
        /**
         * Copies and checks.
         *
         * @param rows as above
         * @param timeout as above
         * @param faults as above
         * @throws IllegalArgumentException if the time is not positive
         */
        public Extent {
            Objects.requireNonNull(faults, "faults");
            rows = List.copyOf(rows);
            if (timeout.isNegative() || timeout.isZero()) {
                throw new IllegalArgumentException("A drill needs time; got " + timeout + ".");
            }
        }

        /**
         * Without faults.
         *
         * @param rows to check, in the catalogue's order
         * @param timeout of the whole drill
         */
        public Extent(List<Row> rows, Duration timeout) {
            this(rows, timeout, Faults.NONE);
        }
    }

    /**
     * All rows against one node within a minute.
     *
     * @param target the service
     * @return the plan
     */
    public static DrillPlan of(Target target) {
        return new DrillPlan(
                target,
                Optional.empty(),
                Optional.empty(),
                new Extent(Catalogue.standard().rows(), Duration.ofSeconds(60)));
    }

    /**
     * With a second node.
     *
     * @param other another node of the same service
     * @return a copy
     */
    public DrillPlan withPeer(Target other) {
        return new DrillPlan(target, Optional.of(other), token, extent);
    }

    /**
     * With credentials.
     *
     * @param bearer a bearer token
     * @return a copy
     */
    public DrillPlan withToken(String bearer) {
        return new DrillPlan(target, peer, Optional.of(bearer), extent);
    }

    /**
     * With leave to use the service's fault controls, which {@code ./semel fixture --help} lists. Everybody who uses the
     * service meanwhile suffers.
     *
     * @return a copy
     */
    public DrillPlan withFaults() {
        return withExtent(new Extent(extent.rows(), extent.timeout(), Faults.ON_REQUEST));
    }

    /**
     * With other rows or another time.
     *
     * @param other which, and for how long
     * @return a copy
     */
    public DrillPlan withExtent(Extent other) {
        return new DrillPlan(target, peer, token, other);
    }
}
