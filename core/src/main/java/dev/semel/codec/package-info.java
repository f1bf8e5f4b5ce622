/*
 * Copyright the Semel authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Turns results into bytes that outlive the process and back; for users whose results are not one of the built-in types. */
@NullMarked
package dev.semel.codec;

import org.jspecify.annotations.NullMarked;
