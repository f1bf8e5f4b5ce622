/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import jakarta.servlet.Filter;
import java.util.Optional;

/** What is wrong with the layer, to see which tests notice. Tests run one after another, so that one place will do. */
enum Mutation {
    /** Nothing is. */
    NONE(20_000),
    /** There is no layer: every request executes. */
    NO_LAYER(500) {
        @Override
        Optional<Filter> filter() {
            return Optional.of((request, response, chain) -> chain.doFilter(request, response));
        }
    },
    /** A layer that keeps all that it sees, and gives it to everybody. */
    HOARDER(500) {
        @Override
        Optional<Filter> filter() {
            return Optional.of(new HoardingFilter());
        }
    };

    private static volatile Mutation current = NONE;

    private final int patienceMillis;

    Mutation(int patienceMillis) {
        this.patienceMillis = patienceMillis;
    }

    static Mutation current() {
        return current;
    }

    void plant() {
        current = this;
    }

    /** What stands in place of the layer; empty for the layer itself. */
    Optional<Filter> filter() {
        return Optional.empty();
    }

    /** How long a test waits for what ought to come; shorter where it is not expected to. */
    static int patienceMillis() {
        return current.patienceMillis;
    }
}
