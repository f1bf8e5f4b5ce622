/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
/** What guarded operations promise, in the OpenAPI document of springdoc. For applications. */
@NullMarked
package dev.semel.spring.boot.openapi;

import org.jspecify.annotations.NullMarked;
