/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

import dev.semel.IdempotentExecutor;
import dev.semel.Mode;
import dev.semel.spring.PolicyReader;
import java.util.Locale;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells the page where the records of keys lie. */
@RestController
class StoreController {

    private final IdempotentExecutor executor;
    private final Mode mode;

    StoreController(IdempotentExecutor executor, PolicyReader policies) {
        this.executor = executor;
        this.mode = policies.defaults().mode();
    }

    @GetMapping("/store")
    Place store() {
        return new Place(executor.capabilities().name(), mode.name().toLowerCase(Locale.ROOT));
    }

    /**
     * Where they lie.
     *
     * @param name such as {@code PostgreSQL 18.1}
     * @param mode {@code joined} if they commit with the payments, or {@code leased}
     */
    record Place(String name, String mode) {}
}
