/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;

/**
 * The {@linkplain IdempotencyStoreContract contract} of a store whose records other processes see and restarts leave: one that several processes use at once, or that outlives a restart.
 * All hooks must be overridden; a missing one fails its tests.
 */
public abstract class SharedIdempotencyStoreContract extends IdempotencyStoreContract
        implements IdempotencyStoreContract.ManyProcesses {
    /** For the store's own test class. */
    protected SharedIdempotencyStoreContract() {}

    @Nested
    @DisplayName("nodes and restarts")
    class Nodes extends NodeBehaviours {
        Nodes() {
            super(SharedIdempotencyStoreContract.this);
        }
    }

    @Nested
    @DisplayName("failures")
    class Failures extends FailureBehaviours {
        Failures() {
            super(SharedIdempotencyStoreContract.this);
        }
    }
}
