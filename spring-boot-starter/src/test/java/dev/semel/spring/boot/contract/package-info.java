/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
/** An application whose OpenAPI document is read. */
@NullMarked
package dev.semel.spring.boot.contract;

import org.jspecify.annotations.NullMarked;
