/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring;

import java.util.function.Supplier;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/** Sends calls of guarded methods through their guard. The guards are asked for late, so that no store is made early. */
final class IdempotentAdvice implements MethodInterceptor {
    private final Supplier<MethodGuards> guards;

    IdempotentAdvice(Supplier<MethodGuards> guards) {
        this.guards = guards;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        return guards.get().invoke(invocation);
    }
}
