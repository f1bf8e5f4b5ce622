/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
/** Tests of documented promises. */
@NullMarked
package dev.semel.spring.boot.openapi;

import org.jspecify.annotations.NullMarked;
