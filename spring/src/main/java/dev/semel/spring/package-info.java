/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * {@code @Idempotent} for the methods of Spring beans: the annotation, its advice and its start checks. For users and for
 * the starter; the sub-packages join it to transactions, to Spring MVC and to Spring Security.
 */
@NullMarked
package dev.semel.spring;

import org.jspecify.annotations.NullMarked;
