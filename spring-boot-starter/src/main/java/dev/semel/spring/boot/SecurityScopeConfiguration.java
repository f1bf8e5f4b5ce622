/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import dev.semel.spring.CallerScope;
import dev.semel.spring.security.SecurityCallerScope;
import dev.semel.spring.security.TenantResolver;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.context.SecurityContextHolder;

/** The caller that Spring Security knows is whose keys they are. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(SecurityContextHolder.class)
class SecurityScopeConfiguration {
    @Bean
    @ConditionalOnMissingBean(CallerScope.class)
    CallerScope semelSecurityScope(ObjectProvider<TenantResolver> tenants, SemelProperties properties) {
        String name = properties.http().publicScope();
        CallerScope strangers = name == null ? Optional::empty : CallerScope.shared(name);
        return new SecurityCallerScope(tenants.getIfAvailable(() -> caller -> Optional.empty()), strangers);
    }
}
