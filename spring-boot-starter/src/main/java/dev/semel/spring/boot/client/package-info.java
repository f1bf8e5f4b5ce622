/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
/** Senders for the services that this application calls, by properties. For applications. */
@NullMarked
package dev.semel.spring.boot.client;

import org.jspecify.annotations.NullMarked;
