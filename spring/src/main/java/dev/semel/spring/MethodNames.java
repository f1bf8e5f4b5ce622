/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.springframework.util.ClassUtils;

/** Names methods so that no two share a name: with package, class and parameter types. */
final class MethodNames {
    private MethodNames() {}

    static String of(Method method) {
        return of(method, method.getDeclaringClass());
    }

    /** Named by the class of the bean, because a subclass may inherit the method and mean something else by it. */
    static String of(Method method, Class<?> beanClass) {
        String parameters = Arrays.stream(method.getParameterTypes())
                .map(Class::getTypeName)
                .collect(Collectors.joining(","));
        return ClassUtils.getUserClass(beanClass).getName() + "#" + method.getName() + "(" + parameters + ")";
    }
}
