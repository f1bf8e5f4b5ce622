/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot.client;

import dev.semel.client.IdempotentSenderBuilder;

/**
 * Sets what no property can: credentials, a listener, a registry for metrics. All beans of this type are asked, in their
 * order, once for each sender, after the properties are applied.
 */
@FunctionalInterface
public interface IdempotentSenderCustomizer {
    /**
     * Customizes a sender.
     *
     * @param target the name of the target, or {@code default}
     * @param builder of its sender
     */
    void customize(String target, IdempotentSenderBuilder builder);
}
