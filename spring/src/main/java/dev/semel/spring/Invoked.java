/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/** A call of a method, as expressions see it. */
final class Invoked {
    private final Method method;
    private final @Nullable Object[] arguments;

    Invoked(MethodInvocation invocation) {
        this.method = invocation.getMethod();
        this.arguments = invocation.getArguments();
    }

    Method method() {
        return method;
    }

    @Nullable
    Object[] array() {
        return arguments;
    }

    List<@Nullable Object> arguments() {
        return Arrays.asList(arguments);
    }
}
