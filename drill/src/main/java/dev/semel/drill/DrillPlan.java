/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill;

import java.time.Duration;
import java.util.List;
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
    /**
     * Which rows, and for how long.
     *
     * @param rows to check, in the catalogue's order
     * @param timeout of the whole drill; rows that it cuts off fail
     */
    public record Extent(List<Row> rows, Duration timeout) {
        /**
         * Copies and checks.
         *
         * @param rows as above
         * @param timeout as above
         * @throws IllegalArgumentException if the time is not positive
         */
        public Extent {
            rows = List.copyOf(rows);
            if (timeout.isNegative() || timeout.isZero()) {
                throw new IllegalArgumentException("A drill needs time; got " + timeout + ".");
            }
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
     * With other rows or another time.
     *
     * @param other which, and for how long
     * @return a copy
     */
    public DrillPlan withExtent(Extent other) {
        return new DrillPlan(target, peer, token, other);
    }
}
