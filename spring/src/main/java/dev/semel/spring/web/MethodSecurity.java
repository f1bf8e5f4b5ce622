/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.web;

import dev.semel.spring.IdempotencySetupException;
import java.util.List;
import java.util.Optional;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.web.method.HandlerMethod;

/** Which handlers have rules of their own about who may call them: the filter would replay before any is asked. */
final class MethodSecurity {
    private static final List<String> RULES = List.of(
            "org.springframework.security.access.prepost.PreAuthorize",
            "org.springframework.security.access.prepost.PostAuthorize",
            "org.springframework.security.access.prepost.PreFilter",
            "org.springframework.security.access.prepost.PostFilter",
            "org.springframework.security.access.annotation.Secured",
            "jakarta.annotation.security.RolesAllowed",
            "jakarta.annotation.security.DenyAll");

    private MethodSecurity() {}

    static void refuse(HandlerMethod handler, String guardedBy) {
        rule(handler).ifPresent(rule -> {
            throw new IdempotencySetupException(
                    "The handler method " + GuardedHandler.owner(handler) + " is guarded by " + guardedBy + " and has @"
                            + rule + ", which is asked behind the filter: a recorded answer would be replayed to a"
                            + " caller whom it denies.",
                    "Move the rule to the security filter chain, or to the service method that the handler calls.");
        });
    }

    /** By name, because Spring Security need not be there. */
    private static Optional<String> rule(HandlerMethod handler) {
        MergedAnnotations ofMethod = MergedAnnotations.from(handler.getMethod(), SearchStrategy.TYPE_HIERARCHY);
        MergedAnnotations ofClass = MergedAnnotations.from(handler.getBeanType(), SearchStrategy.TYPE_HIERARCHY);
        return RULES.stream()
                .filter(name -> ofMethod.isPresent(name) || ofClass.isPresent(name))
                .map(name -> name.substring(name.lastIndexOf('.') + 1))
                .findFirst();
    }
}
