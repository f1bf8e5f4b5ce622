/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring;

import java.lang.reflect.Method;
import java.util.function.Supplier;
import org.springframework.aop.support.StaticMethodMatcherPointcutAdvisor;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotationUtils;

/** The advice and the methods that it is for: those with a key expression. The others are the HTTP filter's. */
final class IdempotentAdvisor extends StaticMethodMatcherPointcutAdvisor {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("this-escape") // the superclass takes its parts by setters only
    IdempotentAdvisor(Supplier<MethodGuards> guards) {
        super(new IdempotentAdvice(guards));
        setOrder(Ordered.HIGHEST_PRECEDENCE);
        setClassFilter(type -> AnnotationUtils.isCandidateClass(type, Idempotent.class));
    }

    @Override
    public boolean matches(Method method, Class<?> targetClass) {
        return GuardedMethods.annotation(method, targetClass)
                .filter(annotation -> !annotation.key().isEmpty())
                .isPresent();
    }
}
