/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
/** Auto-configuration for Spring Boot: properties, stores, filter, start checks, health and purge. For applications. */
@NullMarked
package dev.semel.spring.boot;

import org.jspecify.annotations.NullMarked;
