/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
/** An application without a database, for what Spring MVC does in front of a handler and behind it. */
@NullMarked
package dev.semel.spring.boot.desk;

import org.jspecify.annotations.NullMarked;
