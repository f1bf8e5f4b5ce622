/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
/** An application whose resources have versions. */
@NullMarked
package dev.semel.spring.boot.board;

import org.jspecify.annotations.NullMarked;
