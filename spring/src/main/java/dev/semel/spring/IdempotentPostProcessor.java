/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring;

import java.util.function.Supplier;
import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;

/**
 * Puts the idempotency advice around the methods of beans that have {@link Idempotent}, outside of every advice that is
 * there already, the transaction's above all. It does so by place and not by order, so that no {@code @Order} can turn
 * the two around: inside the transaction the record would be written before it is known whether the transaction commits.
 */
public final class IdempotentPostProcessor extends AbstractBeanFactoryAwareAdvisingPostProcessor {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the post-processor. Declare it as a static bean method.
     *
     * @param guards asked at the first call of a guarded method, so that no store is made before its time
     */
    @SuppressWarnings("this-escape") // the superclass takes its parts by setters only
    public IdempotentPostProcessor(Supplier<MethodGuards> guards) {
        setBeforeExistingAdvisors(true);
        this.advisor = new IdempotentAdvisor(guards);
    }
}
