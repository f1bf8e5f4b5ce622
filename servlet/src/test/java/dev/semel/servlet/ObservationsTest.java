/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.testkit.MutableClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ObservationsTest {
    private final Observations observations =
            new Observations(Duration.ofHours(1), Duration.ofMinutes(1), 2, new MutableClock());

    private static Observations.Sighting at(String route) {
        return new Observations.Sighting(route, Optional.of("payload"), true);
    }

    @Test
    void forgetsTheOldestRequestsFirst() {
        for (String cell : List.of("a", "b", "c")) {
            observations.keyed(at("POST /x"), cell, false);
        }
        observations.keyed(at("POST /x"), "b", false);
        observations.keyed(at("POST /x"), "c", false);
        assertThat(observations.report().get(0).replays()).isEqualTo(2);
        observations.keyed(at("POST /x"), "a", false);
        assertThat(observations.report().get(0).replays()).isEqualTo(2);
    }

    @Test
    void namesTheRouteWithTheMostRepeatedRequestsFirst() {
        observations.keyed(at("POST /a"), "1", false);
        observations.keyed(at("POST /b"), "2", false);
        observations.keyed(at("POST /b"), "2", false);
        assertThat(observations.report()).extracting(RouteObservation::route).containsExactly("POST /b", "POST /a");
    }
}
