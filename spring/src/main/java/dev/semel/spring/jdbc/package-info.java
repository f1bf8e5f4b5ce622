/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
/** Joined mode in the transactions of Spring; for those who configure a joined store. */
@NullMarked
package dev.semel.spring.jdbc;

import org.jspecify.annotations.NullMarked;
