/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.stream.BaseStream;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.scheduling.annotation.Async;
import org.springframework.util.ClassUtils;

/** Which methods can be guarded at all. Each of these would look guarded and not be. */
final class MethodRules {
    private MethodRules() {}

    static void check(String bean, Method method, Class<?> type) {
        String owner = MethodNames.of(method, type) + " of bean '" + bean + "'";
        int modifiers = method.getModifiers();
        if (Modifier.isStatic(modifiers) || Modifier.isPrivate(modifiers) || Modifier.isFinal(modifiers)) {
            throw new IdempotencySetupException(
                    "@Idempotent does nothing on " + owner + ": a " + Modifier.toString(modifiers)
                            + " method cannot be advised.",
                    "Make it an overridable method of the bean.");
        }
        if (Modifier.isFinal(type.getModifiers()) && !type.isInterface()) {
            throw new IdempotencySetupException(
                    "@Idempotent does nothing on " + owner + ": its class is final and cannot be advised.",
                    "Make the class open to subclasses.");
        }
        asynchronous(method).ifPresent(reason -> {
            throw new IdempotencySetupException(
                    "@Idempotent cannot guard " + owner + ": " + reason
                            + ", so that the answer would be recorded before the work is done.",
                    "Guard the blocking method that does the work, or wait for the result in the guarded method.");
        });
    }

    private static Optional<String> asynchronous(Method method) {
        Class<?> type = method.getReturnType();
        if (Future.class.isAssignableFrom(type)
                || CompletionStage.class.isAssignableFrom(type)
                || Flow.Publisher.class.isAssignableFrom(type)
                || isReactive(type)) {
            return Optional.of("it returns " + type.getSimpleName() + " and ends later than it returns");
        }
        if (BaseStream.class.isAssignableFrom(type)) {
            return Optional.of("it returns a stream, which is read later");
        }
        boolean async = AnnotatedElementUtils.hasAnnotation(method, Async.class)
                || AnnotatedElementUtils.hasAnnotation(method.getDeclaringClass(), Async.class);
        return async ? Optional.of("it is @Async and ends later than it returns") : Optional.empty();
    }

    private static boolean isReactive(Class<?> type) {
        if (ReactiveAdapterRegistry.getSharedInstance().getAdapter(type) != null) {
            return true;
        }
        return ClassUtils.getAllInterfacesForClassAsSet(type).stream()
                .anyMatch(each -> each.getName().equals("org.reactivestreams.Publisher"));
    }
}
