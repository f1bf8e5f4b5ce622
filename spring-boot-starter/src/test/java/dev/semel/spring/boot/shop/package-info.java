/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
/** A small application for the tests: payments by HTTP Basic users, in PostgreSQL. */
@NullMarked
package dev.semel.spring.boot.shop;

import org.jspecify.annotations.NullMarked;
