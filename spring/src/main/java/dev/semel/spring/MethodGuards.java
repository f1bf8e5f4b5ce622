/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring;

import dev.semel.Bytes;
import dev.semel.Fingerprint;
import dev.semel.IdempotencyPolicy;
import dev.semel.IdempotentExecutor;
import dev.semel.Operation;
import dev.semel.Scope;
import dev.semel.codec.ResultCodec;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.GenericTypeResolver;
import org.springframework.core.MethodClassKey;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.expression.Expression;

/** Builds the guard of each method with {@link Idempotent} once, and calls through it. Safe for use by many threads. */
public final class MethodGuards {
    private final ConcurrentHashMap<MethodClassKey, GuardedMethod> guards = new ConcurrentHashMap<>();
    private final BeanFactory beans;
    private final PolicyReader policies;
    private final ModeExecutors executors;
    private final MethodValues values;
    private final MethodExpressions expressions;

    /**
     * Puts the parts together.
     *
     * @param beans where codecs, the {@link CallerScope} and the beans that expressions name come from
     * @param policies reads the annotation
     * @param executors run the methods
     * @param values store return values and compare arguments
     */
    public MethodGuards(BeanFactory beans, PolicyReader policies, ModeExecutors executors, MethodValues values) {
        this.beans = Objects.requireNonNull(beans, "beans");
        this.policies = Objects.requireNonNull(policies, "policies");
        this.executors = Objects.requireNonNull(executors, "executors");
        this.values = Objects.requireNonNull(values, "values");
        this.expressions = new MethodExpressions(beans);
    }

    @Nullable
    Object invoke(MethodInvocation invocation) throws Throwable {
        Object target = Objects.requireNonNull(invocation.getThis(), "A guarded method has a target.");
        return guardOf(invocation.getMethod(), AopProxyUtils.ultimateTargetClass(target))
                .invoke(invocation);
    }

    GuardedMethod guardOf(Method called, Class<?> beanClass) {
        Method method = AopUtils.getMostSpecificMethod(called, beanClass);
        MethodClassKey key = new MethodClassKey(method, beanClass);
        GuardedMethod known = guards.get(key);
        return known != null ? known : guards.computeIfAbsent(key, ignored -> build(method, beanClass));
    }

    private GuardedMethod build(Method method, Class<?> beanClass) {
        String owner = MethodNames.of(method, beanClass);
        Idempotent annotation =
                Objects.requireNonNull(AnnotatedElementUtils.findMergedAnnotation(method, Idempotent.class), owner);
        String name = policies.read("operation", annotation.operation(), owner, Function.identity())
                .orElse(owner);
        IdempotencyPolicy read = policies.read(annotation, owner);
        IdempotencyPolicy policy =
                read.withMode(policies.modeOf(name, policies.explicitMode(annotation, owner), read.mode()));
        Operation<@Nullable Object> operation = Operation.of(name, policy, codec(annotation, method, beanClass));
        return new GuardedMethod(owner, operation, executor(policy, owner), naming(annotation, method, owner));
    }

    private IdempotentExecutor executor(IdempotencyPolicy policy, String owner) {
        return executors
                .find(policy.mode())
                .orElseThrow(() -> new IdempotencySetupException(
                        "@Idempotent of " + owner + " is in " + policy.mode() + " mode, for which there is no store.",
                        "Configure a store for that mode, or choose one of " + executors.modes() + "."));
    }

    private GuardedMethod.Naming naming(Idempotent annotation, Method method, String owner) {
        return new GuardedMethod.Naming(
                value("key", annotation.key(), method),
                scope(annotation, method, owner),
                fingerprint(annotation, method));
    }

    private Function<Invoked, @Nullable Object> value(String attribute, String text, Method method) {
        String resolved = policies.read(attribute, text, MethodNames.of(method), Function.identity())
                .orElse("");
        Expression expression = expressions.parse(attribute, resolved, method);
        return invoked -> expressions.value(expression, invoked);
    }

    private Function<Invoked, Scope> scope(Idempotent annotation, Method method, String owner) {
        if (!annotation.scope().isEmpty()) {
            Function<Invoked, @Nullable Object> scope = value("scope", annotation.scope(), method);
            return invoked -> new Scope(KeyTexts.parts(scope.apply(invoked)));
        }
        CallerScope callers = beans.getBeanProvider(CallerScope.class).getIfAvailable();
        if (callers == null) {
            throw new IdempotencySetupException(
                    "Nothing tells whose keys " + owner + " gets: there is no Spring Security and no CallerScope bean.",
                    "Set semel.http.public-scope to the name of one scope that all callers share, define a CallerScope"
                            + " bean, or give @Idempotent a scope expression.");
        }
        return invoked -> callers.find()
                .orElseThrow(() -> new IllegalStateException("There is no authenticated caller, whose key " + owner
                        + " could be called with. Nothing ran. Give @Idempotent a scope expression for such calls."));
    }

    private Function<Invoked, Fingerprint> fingerprint(Idempotent annotation, Method method) {
        String text = annotation.fingerprint();
        if (text.equals(Idempotent.NOT_COMPARED)) {
            return invoked -> Fingerprint.NONE;
        }
        if (text.isEmpty()) {
            return invoked -> digest(invoked, invoked.arguments());
        }
        Function<Invoked, @Nullable Object> chosen = value("fingerprint", text, method);
        return invoked -> {
            @Nullable Object value = chosen.apply(invoked);
            return digest(invoked, value instanceof List<?> several ? several : Arrays.asList(value));
        };
    }

    private Fingerprint digest(Invoked invoked, List<? extends @Nullable Object> chosen) {
        try {
            List<Bytes> bytes = chosen.stream().map(values::comparable).toList();
            return ArgumentDigest.of(bytes);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "The arguments of " + MethodNames.of(invoked.method()) + " cannot be compared: " + e.getMessage()
                            + " Nothing ran. Give @Idempotent a fingerprint expression, or NOT_COMPARED.",
                    e);
        }
    }

    @SuppressWarnings("unchecked") // bound to the declared return type, which is the type of what the method returns
    private ResultCodec<@Nullable Object> codec(Idempotent annotation, Method method, Class<?> beanClass) {
        if (!annotation.codec().isEmpty()) {
            return beans.getBean(annotation.codec(), ResultCodec.class);
        }
        var type = GenericTypeResolver.resolveType(method.getGenericReturnType(), beanClass);
        try {
            return (ResultCodec<@Nullable Object>) values.codecFor(type)
                    .orElseThrow(
                            () -> new IllegalArgumentException("without Jackson only text, bytes and void are known."));
        } catch (IllegalArgumentException e) {
            throw new IdempotencySetupException(
                    "There is no codec for " + type.getTypeName() + ", which " + MethodNames.of(method, beanClass)
                            + " returns: " + e.getMessage(),
                    "Declare a type that Jackson can write and read, put Jackson 3 on the class path, or name a"
                            + " ResultCodec bean in @Idempotent(codec).",
                    e);
        }
    }
}
