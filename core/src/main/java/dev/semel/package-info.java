/*
 * Copyright the Semel authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** All that a user of Semel names: the executor, its vocabulary, its outcomes and its exceptions. */
@NullMarked
package dev.semel;

import org.jspecify.annotations.NullMarked;
