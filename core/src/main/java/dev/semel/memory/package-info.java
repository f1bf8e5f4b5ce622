/*
 * Copyright the Semel authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** The reference store, in the memory of one process: for tests, development and single-node services without money. */
@NullMarked
package dev.semel.memory;

import org.jspecify.annotations.NullMarked;
