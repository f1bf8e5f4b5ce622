/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
/** The caller's scope from Spring Security; for applications that have it. */
@NullMarked
package dev.semel.spring.security;

import org.jspecify.annotations.NullMarked;
