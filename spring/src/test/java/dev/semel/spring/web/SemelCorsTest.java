/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.http.AnswerRules;
import dev.semel.http.FirstSentRules;
import dev.semel.http.HttpPolicy;
import dev.semel.http.KeyRules;
import dev.semel.http.RequestRules;
import dev.semel.servlet.SemelFilter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.web.cors.CorsConfiguration;

/** Row 134: what a CORS configuration gets for keys and replays. */
class SemelCorsTest {
    private final CorsConfiguration configuration = new CorsConfiguration();

    @Test
    void row134_allowsEachFieldWithAKeyAndExposesTheMarkers() {
        HttpPolicy policy = HttpPolicy.standard().withKeys(KeyRules.standard().withHeaderNames("X-Key", "Y-Key"));

        assertThat(SemelCors.apply(configuration, policy)).isSameAs(configuration);

        assertThat(configuration.getAllowedHeaders()).containsExactly("X-Key", "Y-Key");
        assertThat(configuration.getExposedHeaders()).containsExactlyElementsOf(SemelFilter.exposedHeaders(policy));
    }

    @Test
    void row134_leavesWhatIsThereAndNamesNothingTwice() {
        configuration.addAllowedHeader("Content-Type");
        configuration.addExposedHeader("Location");
        configuration.addExposedHeader("Retry-After");

        SemelCors.apply(SemelCors.apply(configuration, HttpPolicy.standard()), HttpPolicy.standard());

        assertThat(configuration.getAllowedHeaders()).containsExactly("Content-Type", "Idempotency-Key");
        assertThat(configuration.getExposedHeaders())
                .doesNotHaveDuplicates()
                .contains("Location", "Retry-After", "Idempotency-Replayed");
    }

    @Test
    void row134_namesTheMarkersBesideEverythingWhereCredentialsAreAllowed() {
        configuration.setAllowCredentials(true);
        configuration.addExposedHeader(CorsConfiguration.ALL);
        HttpPolicy policy = HttpPolicy.standard()
                .withRequests(RequestRules.standard().withFirstSent(FirstSentRules.standard()))
                .withAnswers(AnswerRules.standard().withExpiresHeader("Idempotency-Expires"));

        SemelCors.apply(configuration, policy);

        assertThat(configuration.getAllowedHeaders()).containsExactly("Idempotency-Key", "Repeatability-First-Sent");
        assertThat(configuration.getExposedHeaders())
                .contains("Idempotency-Replayed", "Idempotency-Expires", "Retry-After");
    }

    @Test
    void row134_addsNothingToEverything() {
        configuration.addAllowedHeader(CorsConfiguration.ALL);
        configuration.addExposedHeader(CorsConfiguration.ALL);

        SemelCors.apply(configuration, HttpPolicy.standard());

        assertThat(configuration.getAllowedHeaders()).isEqualTo(List.of(CorsConfiguration.ALL));
        assertThat(configuration.getExposedHeaders()).isEqualTo(List.of(CorsConfiguration.ALL));
    }
}
