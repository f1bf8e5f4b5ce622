/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
/** An application that calls itself through a proxy, which loses answers. */
@NullMarked
package dev.semel.spring.boot.relay;

import org.jspecify.annotations.NullMarked;
