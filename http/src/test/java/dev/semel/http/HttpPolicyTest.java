/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.IdempotencyPolicy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HttpPolicyTest {
    @Test
    void sharedKeysWithoutADigestAreRefused() {
        HttpPolicy shared = HttpPolicy.standard().withKeys(KeyRules.standard().withScope(KeyScope.PRINCIPAL));
        RequestRules undigested = RequestRules.standard().withDigests();

        assertThatThrownBy(() -> shared.withRequests(undigested))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must compare payloads");
    }

    @Test
    void row105_aToleranceThatLeavesNothingOfTheRetentionIsRefused() {
        IdempotencyPolicy guard = IdempotencyPolicy.leased().withRetention(Duration.ofMinutes(10));
        FirstSentRules rules = new FirstSentRules(FirstSentRules.STANDARD_HEADER, false, Duration.ofMinutes(10));
        HttpPolicy policy =
                HttpPolicy.standard().withRequests(RequestRules.standard().withFirstSent(rules));
        assertThatThrownBy(() -> HttpOperation.of("pay", guard, policy))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("shorter than the retention");
    }
}
