/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring;

import dev.semel.Operation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Checks at start every method with {@link Idempotent} of every bean, so that none looks guarded and is not: can it be
 * advised, do its expressions parse, is there a codec, does the advice stand outside of the transaction's
 * and inside of the authorization's.
 */
public final class IdempotentMethodsCheck implements SmartInitializingSingleton {
    private static final Logger LOG = LoggerFactory.getLogger(IdempotentMethodsCheck.class);

    private final List<GuardedOperation> operations = new ArrayList<>();
    private final Map<String, String> ownersByName = new HashMap<>();
    private final ConfigurableListableBeanFactory beans;
    private final ObjectProvider<MethodGuards> guards;
    private final ObjectProvider<GuardedHandlers> handlers;

    /**
     * Makes the check.
     *
     * @param beans whose definitions are looked through
     * @param guards asked only if there is a guarded method
     * @param handlers what filters guard
     */
    public IdempotentMethodsCheck(
            ConfigurableListableBeanFactory beans,
            ObjectProvider<MethodGuards> guards,
            ObjectProvider<GuardedHandlers> handlers) {
        this.beans = beans;
        this.guards = guards;
        this.handlers = handlers;
    }

    /**
     * The guarded methods that were found.
     *
     * @return one element each; empty before the check ran
     */
    public List<GuardedOperation> operations() {
        return List.copyOf(operations);
    }

    @Override
    public void afterSingletonsInstantiated() {
        for (String bean : beans.getBeanDefinitionNames()) {
            boolean scopedProxy = beans.containsBeanDefinition(ScopedProxyUtils.getTargetBeanName(bean));
            Class<?> type = scopedProxy ? null : AutoProxyUtils.determineTargetClass(beans, bean);
            if (type != null) {
                check(bean, type);
            }
        }
    }

    private void check(String bean, Class<?> type) {
        GuardedMethods.of(type).forEach((method, annotation) -> {
            MethodOwner owner = new MethodOwner(bean, type, method);
            if (GuardedMethods.handlesRequests(method)) {
                checkHandler(owner, annotation);
            } else {
                checkMethod(owner, annotation);
            }
        });
    }

    private void checkHandler(MethodOwner owner, Idempotent annotation) {
        if (!annotation.key().isEmpty()
                || !annotation.scope().isEmpty()
                || !annotation.fingerprint().isEmpty()
                || !annotation.codec().isEmpty()) {
            throw new IdempotencySetupException(
                    "@Idempotent of the handler method " + owner
                            + " has a key, scope, fingerprint or codec; of a request"
                            + " the key comes from the header and the rest from the request itself.",
                    "Remove them, or guard the service method that the handler calls.");
        }
        if (handlers.stream().noneMatch(each -> each.guards(owner.method()))) {
            throw new IdempotencySetupException(
                    "@Idempotent does nothing on the handler method " + owner + ": no filter guards it.",
                    "It needs Spring MVC in a servlet web application, semel.http.enabled=true, and a class that is a"
                            + " @Controller.");
        }
    }

    private void checkMethod(MethodOwner owner, Idempotent annotation) {
        if (annotation.key().isEmpty()) {
            throw new IdempotencySetupException(
                    "@Idempotent of " + owner + " has no key.",
                    "Give it a key expression over the arguments, for example @Idempotent(key = \"#order.id\").");
        }
        if (!annotation.keyRequirement().isEmpty() || annotation.keyFrom().length > 0) {
            throw new IdempotencySetupException(
                    "@Idempotent of " + owner + " has a keyRequirement or keyFrom, which are for handler methods.",
                    "Remove it.");
        }
        if (!annotation.currentState().isEmpty()
                || annotation.storeStatuses().length > 0
                || annotation.releaseStatuses().length > 0
                || annotation.storeExceptions().length > 0
                || annotation.releaseExceptions().length > 0) {
            throw new IdempotencySetupException(
                    "@Idempotent of " + owner + " has storeStatuses, releaseStatuses, storeExceptions,"
                            + " releaseExceptions or currentState, which are for handler methods.",
                    "Remove them; an exception of this method is never recorded.");
        }
        MethodRules.check(owner.bean(), owner.method(), owner.type());
        Operation<@Nullable Object> operation =
                guards.getObject().guardOf(owner.method(), owner.type()).operation();
        requireUnique(operation.name(), owner);
        if (beans.containsSingleton(owner.bean()) && !beans.isFactoryBean(owner.bean())) {
            AdviceOrder.check(owner.bean(), beans.getBean(owner.bean()), owner.method());
        }
        TransactionRules.check(
                beans, owner.method(), owner.type(), operation.policy().mode());
        warnOfSelfInvocation(owner);
        operations.add(new GuardedOperation(
                GuardedOperation.Kind.METHOD, operation.name(), operation.policy(), owner.toString()));
    }

    private void requireUnique(String operation, MethodOwner owner) {
        String method = MethodNames.of(owner.method(), owner.type());
        String other = ownersByName.putIfAbsent(operation, method);
        if (other != null && !other.equals(method)) {
            throw new IdempotencySetupException(
                    "Two methods are the operation \"" + operation + "\": " + other + " and " + method
                            + ". They would replay each other's answers.",
                    "Give each a name of its own in @Idempotent(operation).");
        }
    }

    private static void warnOfSelfInvocation(MethodOwner owner) {
        Set<String> callers = SelfInvocations.callersOf(owner.method(), owner.type());
        if (!callers.isEmpty()) {
            LOG.warn(
                    "{} is called within its own class, by {}. Such a call does not pass the proxy and is not guarded;"
                            + " move the method to another bean.",
                    owner,
                    callers);
        }
    }

    private record MethodOwner(String bean, Class<?> type, Method method) {
        @Override
        public String toString() {
            return MethodNames.of(method, type) + " of bean '" + bean + "'";
        }
    }
}
