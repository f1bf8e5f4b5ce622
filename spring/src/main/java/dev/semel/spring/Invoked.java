/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** A call of a method, as expressions see it. */
record Invoked(Method method, @Nullable Object[] arguments) {}
