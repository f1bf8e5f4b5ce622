/*
 * Copyright the Semel authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Recorded answers in memory, by Caffeine. For who builds an executor. */
@NullMarked
package dev.semel.caffeine;

import org.jspecify.annotations.NullMarked;
