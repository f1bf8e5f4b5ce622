/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.security;

import dev.semel.Scope;
import dev.semel.spring.CallerScope;
import java.util.Objects;
import java.util.Optional;
import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * The scope of the caller that Spring Security has authenticated: tenant, if there is one, and name. It is the same after
 * a refreshed token, and never shared with anonymous callers.
 */
public final class SecurityCallerScope implements CallerScope {
    private final AuthenticationTrustResolver trust = new AuthenticationTrustResolverImpl();
    private final TenantResolver tenants;
    private final CallerScope strangers;

    /**
     * Makes the scope's source.
     *
     * @param tenants finds the tenant
     * @param strangers the scope of callers who are not authenticated; usually none
     */
    public SecurityCallerScope(TenantResolver tenants, CallerScope strangers) {
        this.tenants = Objects.requireNonNull(tenants, "tenants");
        this.strangers = Objects.requireNonNull(strangers, "strangers");
    }

    @Override
    public Optional<Scope> find() {
        Authentication caller =
                SecurityContextHolder.getContextHolderStrategy().getContext().getAuthentication();
        return caller != null && trust.isAuthenticated(caller) ? Optional.of(scopeOf(caller)) : strangers.find();
    }

    private Scope scopeOf(Authentication caller) {
        return tenants.tenantOf(caller)
                .map(tenant -> Scope.of("tenant", tenant, "caller", caller.getName()))
                .orElseGet(() -> Scope.of("caller", caller.getName()));
    }
}
