/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
/** A circuit breaker and timeouts around a store: for who puts an executor together. */
@NullMarked
package dev.semel.resilience4j;

import org.jspecify.annotations.NullMarked;
