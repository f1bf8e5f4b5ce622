/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import dev.semel.servlet.ScopeResolver;
import dev.semel.spring.IdempotencySetupException;
import dev.semel.spring.web.MvcOperations;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.web.servlet.AbstractFilterRegistrationBean;
import org.springframework.boot.web.servlet.DelegatingFilterProxyRegistrationBean;

/**
 * Checks at start that guarded requests have a scope, and that the filter stands behind Spring Security's: before it, a
 * replay would be given to whoever knows a key (semantics rows 110 to 112).
 */
final class WebCheck implements SmartInitializingSingleton {
    private static final String SECURITY = "springSecurityFilterChain";

    private final ListableBeanFactory beans;
    private final ObjectProvider<MvcOperations> operations;

    WebCheck(ListableBeanFactory beans, ObjectProvider<MvcOperations> operations) {
        this.beans = beans;
        this.operations = operations;
    }

    @Override
    public void afterSingletonsInstantiated() {
        operations.ifAvailable(each -> {
            if (!each.operations().isEmpty()) {
                checkScope(each.operations().get(0).name());
                checkOrder();
            }
        });
    }

    private void checkScope(String operation) {
        ScopeResolver scopes = beans.getBean(ScopeResolver.class);
        if (scopes instanceof CallerScopeResolver resolver && !resolver.knowsCallers()) {
            throw new IdempotencySetupException(
                    "Nothing tells whose keys requests carry, for example those of " + operation
                            + ": there is no Spring Security, no ScopeResolver and no CallerScope bean.",
                    "Set semel.http.public-scope to the name of one scope that all callers share, or define one of the"
                            + " beans. There is no default, because strangers would read each other's answers.");
        }
    }

    private void checkOrder() {
        if (!beans.containsBean(SemelWebAutoConfiguration.FILTER)) {
            return;
        }
        Object filter = beans.getBean(SemelWebAutoConfiguration.FILTER);
        if (filter instanceof AbstractFilterRegistrationBean<?> registration) {
            beans.getBeanProvider(DelegatingFilterProxyRegistrationBean.class).stream()
                    .filter(each -> SECURITY.equals(each.getFilterName()))
                    .forEach(security -> requireAfter(registration.getOrder(), security.getOrder()));
        }
    }

    private static void requireAfter(int filter, int security) {
        if (filter <= security) {
            throw new IdempotencySetupException(
                    "The idempotency filter (semel.http.filter-order=" + filter + ") would run before Spring Security's"
                            + " filter (order " + security
                            + "), and replay answers to callers who are not allowed them.",
                    "Set semel.http.filter-order above " + security + ", or leave it out.");
        }
    }
}
