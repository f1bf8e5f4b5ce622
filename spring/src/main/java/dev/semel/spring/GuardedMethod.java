/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring;

import dev.semel.Call;
import dev.semel.Fingerprint;
import dev.semel.IdempotencyKey;
import dev.semel.IdempotentExecutor;
import dev.semel.Operation;
import dev.semel.Scope;
import java.util.List;
import java.util.function.Function;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/** A method with {@link Idempotent}, ready to be called: all that can be known at start is checked. */
final class GuardedMethod {
    private final String owner;
    private final Operation<@Nullable Object> operation;
    private final IdempotentExecutor executor;
    private final Naming naming;

    /** How a call is named and compared. */
    record Naming(
            Function<Invoked, @Nullable Object> key,
            Function<Invoked, Scope> scope,
            Function<Invoked, Fingerprint> fingerprint) {}

    GuardedMethod(String owner, Operation<@Nullable Object> operation, IdempotentExecutor executor, Naming naming) {
        this.owner = owner;
        this.operation = operation;
        this.executor = executor;
        this.naming = naming;
    }

    Operation<@Nullable Object> operation() {
        return operation;
    }

    @Nullable
    @SuppressWarnings("NullAway") // a method may return null; NullAway outside its JSpecify mode does not see that in T
    Object invoke(MethodInvocation invocation) throws Throwable {
        Invoked invoked = new Invoked(invocation);
        Call call = new Call(
                naming.scope().apply(invoked),
                key(invoked),
                List.of(naming.fingerprint().apply(invoked)));
        return executor.<@Nullable Object, Throwable>call(
                operation,
                call,
                execution -> CurrentExecution.<@Nullable Object, Throwable>within(
                        execution, ignored -> invocation.proceed()));
    }

    private IdempotencyKey key(Invoked invoked) {
        try {
            return IdempotencyKey.of(KeyTexts.single(naming.key().apply(invoked)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "The key expression of " + owner + " " + e.getMessage() + ". Nothing ran.", e);
        }
    }
}
