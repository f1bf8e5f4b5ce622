/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/** Finds the methods with {@link Idempotent}, declared on the class, on a superclass or on an interface. */
final class GuardedMethods {
    private static final String REQUEST_MAPPING = "org.springframework.web.bind.annotation.RequestMapping";

    private GuardedMethods() {}

    static Optional<Idempotent> annotation(Method method, Class<?> targetClass) {
        Method specific = AopUtils.getMostSpecificMethod(method, targetClass);
        return Optional.ofNullable(AnnotatedElementUtils.findMergedAnnotation(specific, Idempotent.class));
    }

    static Map<Method, Idempotent> of(Class<?> type) {
        if (!AnnotationUtils.isCandidateClass(type, Idempotent.class)) {
            return Map.of();
        }
        return MethodIntrospector.selectMethods(type, (MethodIntrospector.MetadataLookup<Idempotent>)
                method -> AnnotatedElementUtils.findMergedAnnotation(method, Idempotent.class));
    }

    /** Whether it handles HTTP requests, so that its key comes from the header. */
    static boolean handlesRequests(Method method) {
        return MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY).isPresent(REQUEST_MAPPING);
    }
}
