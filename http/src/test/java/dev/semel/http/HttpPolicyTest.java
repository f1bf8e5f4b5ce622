/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
}
