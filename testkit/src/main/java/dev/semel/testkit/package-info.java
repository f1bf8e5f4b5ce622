/*
 * Copyright the Semel authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What the author of a store needs to prove it, and the author of a test to break one. Start at {@link
 * dev.semel.testkit.IdempotencyStoreContract}.
 */
@NullMarked
package dev.semel.testkit;

import org.jspecify.annotations.NullMarked;
