/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
/** Which requests of a Spring MVC application are guarded; for those who configure the servlet filter. */
@NullMarked
package dev.semel.spring.web;

import org.jspecify.annotations.NullMarked;
