/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring;

import java.util.function.Supplier;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.support.AopUtils;

/**
 * Puts the idempotency advice around the methods of beans that have {@link Idempotent}: just inside of Spring Security's
 * authorization of the method, where it has one, and outside of every other advice, the transaction's above all. It does
 * so by place and not by order, so that no {@code @Order} can turn two around: outside of the authorization an answer would
 * be replayed to a caller who is not allowed it, and inside the transaction the record would be written before it is known
 * whether the transaction commits.
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

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        Object proxy = super.postProcessAfterInitialization(bean, beanName);
        if (advisor != null && proxy instanceof Advised advised && advised.indexOf(advisor) == 0) {
            int authorizations = AdviceOrder.authorizedAt(advised, AopUtils.getTargetClass(proxy));
            if (authorizations > 0) {
                advised.removeAdvisor(0);
                advised.addAdvisor(authorizations, advisor);
            }
        }
        return proxy;
    }
}
