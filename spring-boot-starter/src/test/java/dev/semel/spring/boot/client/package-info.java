/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
/** Tests of the client half's configuration. */
@NullMarked
package dev.semel.spring.boot.client;

import org.jspecify.annotations.NullMarked;
