/*
 * Copyright the Semel authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** All that the author of a store names; users of Semel need nothing from here. */
@NullMarked
package dev.semel.spi;

import org.jspecify.annotations.NullMarked;
