/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring;

import dev.semel.Mode;
import java.lang.reflect.Method;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.interceptor.TransactionAttribute;
import org.springframework.transaction.interceptor.TransactionAttributeSource;
import org.springframework.util.ClassUtils;

/** What {@code @Transactional} may say on an operation in joined mode, whose transaction the record begins. */
public final class TransactionRules {
    private static final boolean PRESENT = ClassUtils.isPresent(
            "org.springframework.transaction.interceptor.TransactionAttributeSource",
            TransactionRules.class.getClassLoader());
    private static final Set<Integer> APART = Set.of(
            TransactionDefinition.PROPAGATION_REQUIRES_NEW,
            TransactionDefinition.PROPAGATION_NOT_SUPPORTED,
            TransactionDefinition.PROPAGATION_NEVER);

    private TransactionRules() {}

    /**
     * Fails if a joined operation's own transaction settings would take its rows out of the record's transaction, or
     * would not be obeyed in it.
     *
     * @param beans where the transaction settings are found
     * @param method the guarded method
     * @param type the class of its bean
     * @param mode the operation's mode; only joined has rules
     * @throws IdempotencySetupException if they do not fit
     */
    public static void check(ListableBeanFactory beans, Method method, Class<?> type, Mode mode) {
        if (mode != Mode.JOINED || !PRESENT) {
            return;
        }
        beans.getBeanProvider(TransactionAttributeSource.class).stream()
                .map(source -> source.getTransactionAttribute(method, type))
                .filter(attribute -> attribute != null)
                .forEach(attribute -> check(attribute, MethodNames.of(method, type)));
    }

    private static void check(@Nullable TransactionAttribute attribute, String owner) {
        if (attribute == null) {
            return;
        }
        if (APART.contains(attribute.getPropagationBehavior())) {
            throw new IdempotencySetupException(
                    "The operation " + owner + " is in joined mode, but its @Transactional runs it outside of the"
                            + " record's transaction (propagation " + attribute.getPropagationBehavior() + ").",
                    "Use the default propagation, or @Idempotent(mode = \"leased\").");
        }
        if (attribute.getIsolationLevel() != TransactionDefinition.ISOLATION_DEFAULT) {
            throw new IdempotencySetupException(
                    "The operation " + owner + " is in joined mode, where the record's transaction is begun first, and"
                            + " the isolation level of its @Transactional would be ignored.",
                    "Set the isolation level at the database or the pool, or use @Idempotent(mode = \"leased\").");
        }
    }
}
