/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;

/**
 * The {@linkplain JoinedIdempotencyStoreContract contract} of a store whose records other processes see and restarts leave: one that joins transactions of a database that several processes use.
 * All hooks must be overridden; a missing one fails its tests.
 */
public abstract class SharedJoinedIdempotencyStoreContract extends JoinedIdempotencyStoreContract
        implements IdempotencyStoreContract.ManyProcesses {
    /** For the store's own test class. */
    protected SharedJoinedIdempotencyStoreContract() {}

    @Nested
    @DisplayName("nodes and restarts")
    class Nodes extends NodeBehaviours {
        Nodes() {
            super(SharedJoinedIdempotencyStoreContract.this);
        }
    }

    @Nested
    @DisplayName("failures")
    class Failures extends FailureBehaviours {
        Failures() {
            super(SharedJoinedIdempotencyStoreContract.this);
        }
    }
}
