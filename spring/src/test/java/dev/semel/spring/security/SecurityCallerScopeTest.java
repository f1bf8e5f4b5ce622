/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.Scope;
import dev.semel.spring.CallerScope;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;

class SecurityCallerScopeTest {
    private static final TenantResolver NO_TENANTS = caller -> Optional.empty();

    @AfterEach
    void logOut() {
        SecurityContextHolder.clearContext();
    }

    @Test
    void isTheCallersName() {
        logIn(user("ann", "token-1"));
        Optional<Scope> scope = scope(NO_TENANTS);
        logIn(user("ann", "token-2"));

        assertThat(scope).isPresent().isEqualTo(scope(NO_TENANTS));
        logIn(user("bob", "token-1"));
        assertThat(scope(NO_TENANTS)).isNotEqualTo(scope);
    }

    @Test
    void keepsTenantsApart() {
        logIn(user("ann", "t"));

        assertThat(scope(caller -> Optional.of("a"))).isNotEqualTo(scope(caller -> Optional.of("b")));
        assertThat(scope(caller -> Optional.of("a"))).isNotEqualTo(scope(NO_TENANTS));
    }

    @Test
    void isNobodysForAnonymousAndUnauthenticatedCallers() {
        assertThat(scope(NO_TENANTS)).isEmpty();
        logIn(new AnonymousAuthenticationToken("k", "anonymousUser", List.of(new SimpleGrantedAuthority("ANY"))));
        assertThat(scope(NO_TENANTS)).isEmpty();
        logIn(UsernamePasswordAuthenticationToken.unauthenticated("ann", "guess"));
        assertThat(scope(NO_TENANTS)).isEmpty();
    }

    @Test
    void isThePublicOneForStrangersWhereThatWasAskedFor() {
        CallerScope callers = new SecurityCallerScope(NO_TENANTS, CallerScope.shared("everybody"));

        assertThat(callers.find()).contains(Scope.of("public", "everybody"));
        logIn(user("everybody", "t"));
        assertThat(callers.find()).isNotEqualTo(Optional.of(Scope.of("public", "everybody")));
    }

    private static Optional<Scope> scope(TenantResolver tenants) {
        return new SecurityCallerScope(tenants, Optional::empty).find();
    }

    private static Authentication user(String name, String token) {
        return UsernamePasswordAuthenticationToken.authenticated(name, token, List.of());
    }

    private static void logIn(Authentication caller) {
        SecurityContextHolder.getContext().setAuthentication(caller);
    }
}
