/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
/** What Semel costs: guarded work beside the bare one, in one run. */
@NullMarked
package dev.semel.benchmarks;

import org.jspecify.annotations.NullMarked;
