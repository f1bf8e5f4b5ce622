/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import dev.semel.Scope;
import dev.semel.servlet.ScopeResolver;
import dev.semel.spring.CallerScope;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;

/** The scope of a request is that of its thread's caller. */
final class CallerScopeResolver implements ScopeResolver {
    private final ObjectProvider<CallerScope> callers;

    CallerScopeResolver(ObjectProvider<CallerScope> callers) {
        this.callers = callers;
    }

    boolean knowsCallers() {
        return callers.getIfAvailable() != null;
    }

    @Override
    public Optional<Scope> resolve(HttpServletRequest request) {
        return callers.getObject().find();
    }
}
