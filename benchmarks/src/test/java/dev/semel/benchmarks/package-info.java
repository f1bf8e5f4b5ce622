/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package dev.semel.benchmarks;

import org.jspecify.annotations.NullMarked;
