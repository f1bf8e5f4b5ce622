/*
 * Copyright the Semel authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** The protocol as a pure state machine and the driver that gives it I/O. Not API: exported to the simulator alone. */
@NullMarked
package dev.semel.internal;

import org.jspecify.annotations.NullMarked;
