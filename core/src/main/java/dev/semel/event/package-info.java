/*
 * Copyright the Semel authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** What happened to a cell, for metrics, logs and consoles; a listener can never change an outcome. */
@NullMarked
package dev.semel.event;

import org.jspecify.annotations.NullMarked;
