/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.aopalliance.aop.Advice;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.Advisor;
import org.springframework.aop.PointcutAdvisor;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.MethodMatchers;
import org.springframework.core.Ordered;
import org.springframework.util.ClassUtils;

/** Looks at the finished proxy of a bean: what stands around a guarded method, from the outside to the inside. */
final class AdviceOrder {
    private static final String TRANSACTION = "org.springframework.transaction.interceptor.TransactionInterceptor";
    private static final Set<String> AUTHORIZATIONS = Set.of(
            "org.springframework.security.authorization.method.AuthorizationAdvisor",
            "org.springframework.security.access.intercept.aopalliance.MethodSecurityInterceptor");

    private AdviceOrder() {}

    /** The place of the innermost authorization of a guarded method among the advisors of a proxy; -1 if there is none. */
    static int authorizedAt(Advised proxy, Class<?> type) {
        Set<Method> guarded = GuardedMethods.of(type).keySet();
        Advisor[] advisors = proxy.getAdvisors();
        for (int i = advisors.length - 1; i >= 0; i--) {
            Advisor advisor = advisors[i];
            if (authorizes(advisor) && guarded.stream().anyMatch(method -> appliesTo(advisor, method, type))) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Fails if the idempotency advice is missing, cannot be reached, or stands inside of the transaction's or outside of an
     * authorization.
     */
    static void check(String bean, Object instance, Method method) {
        Class<?> type = AopUtils.getTargetClass(instance);
        String owner = MethodNames.of(method, type) + " of bean '" + bean + "'";
        List<Advisor> around = around(instance, method, type);
        int guard = first(around, IdempotentAdvice.class.getName());
        if (guard < 0) {
            throw new IdempotencySetupException(
                    "@Idempotent does nothing on " + owner + ": the bean has no idempotency advice.",
                    "It was probably made too early, for example because a BeanPostProcessor needs it; let that one ask"
                            + " for it late, by an ObjectProvider.");
        }
        requireAuthorized(around, guard, owner);
        int transaction = first(around, TRANSACTION);
        if (transaction >= 0 && transaction < guard) {
            throw new IdempotencySetupException(
                    "The transaction advice of " + owner + " (place " + transaction + ", order "
                            + order(around.get(transaction)) + ") runs outside of the idempotency advice (place "
                            + guard + ", order " + order(around.get(guard))
                            + "), so that an answer could be given that is then rolled back.",
                    "Remove what puts a transaction proxy around the finished bean; where Spring Security authorizes the"
                            + " method, order transactions behind it (@EnableTransactionManagement(order)).");
        }
        requireReachable(instance, method, owner);
    }

    private static void requireAuthorized(List<Advisor> around, int guard, String owner) {
        for (int i = guard + 1; i < around.size(); i++) {
            if (authorizes(around.get(i))) {
                throw new IdempotencySetupException(
                        "The idempotency advice of " + owner + " (place " + guard
                                + ") runs outside of Spring Security's"
                                + " authorization (place " + i
                                + "), so that an answer could be replayed to a caller who is not allowed it.",
                        "Let one auto-proxy creator advise the bean, or move the rule to the method that calls it.");
            }
        }
    }

    private static List<Advisor> around(Object instance, Method method, Class<?> type) {
        List<Advisor> advisors = new ArrayList<>();
        Object layer = instance;
        while (layer instanceof Advised advised) {
            for (Advisor advisor : advised.getAdvisors()) {
                if (appliesTo(advisor, method, type)) {
                    advisors.add(advisor);
                }
            }
            layer = target(advised).orElse(advised.getTargetSource());
        }
        return advisors;
    }

    private static boolean appliesTo(Advisor advisor, Method method, Class<?> type) {
        return !(advisor instanceof PointcutAdvisor pointcut)
                || MethodMatchers.matches(pointcut.getPointcut().getMethodMatcher(), method, type, false);
    }

    private static Optional<Object> target(Advised advised) {
        return Optional.ofNullable(AopProxyUtils.getSingletonTarget(advised));
    }

    private static int first(List<Advisor> advisors, String adviceType) {
        for (int i = 0; i < advisors.size(); i++) {
            if (isA(advisors.get(i).getAdvice(), adviceType)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isA(Advice advice, String typeName) {
        for (@Nullable Class<?> type = advice.getClass(); type != null; type = type.getSuperclass()) {
            if (type.getName().equals(typeName)) {
                return true;
            }
        }
        return false;
    }

    private static boolean authorizes(Advisor advisor) {
        return isAuthorization(advisor.getClass())
                || isAuthorization(advisor.getAdvice().getClass());
    }

    /** By name, because Spring Security need not be there. */
    private static boolean isAuthorization(Class<?> type) {
        for (@Nullable Class<?> each = type; each != null; each = each.getSuperclass()) {
            if (AUTHORIZATIONS.contains(each.getName())) {
                return true;
            }
        }
        return ClassUtils.getAllInterfacesForClassAsSet(type).stream()
                .anyMatch(each -> AUTHORIZATIONS.contains(each.getName()));
    }

    private static String order(Advisor advisor) {
        return advisor instanceof Ordered ordered ? Integer.toString(ordered.getOrder()) : "none";
    }

    private static void requireReachable(Object instance, Method method, String owner) {
        if (AopUtils.isJdkDynamicProxy(instance)
                && !ClassUtils.getAllInterfacesForClassAsSet(instance.getClass()).stream()
                        .anyMatch(each -> ClassUtils.hasMethod(each, method.getName(), method.getParameterTypes()))) {
            throw new IdempotencySetupException(
                    "@Idempotent does nothing on " + owner + ": the bean's proxy has its interfaces only, and none"
                            + " declares the method.",
                    "Declare it in an interface, or set spring.aop.proxy-target-class=true.");
        }
    }
}
