/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.UnsatisfiedServletRequestParameterException;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

/** Finds the handler that the dispatcher will find for a request, and leaves no trace in the request. */
final class HandlerLookup {
    private final List<HandlerMapping> mappings;
    private final Predicate<HttpServletRequest> mayHide;

    /** The second tells for which requests a handler that was not found by parameters may be there nevertheless. */
    HandlerLookup(List<HandlerMapping> mappings, Predicate<HttpServletRequest> mayHide) {
        this.mappings = List.copyOf(mappings);
        this.mayHide = mayHide;
    }

    /** A handler and the pattern of its route; the pattern is empty if the mapping does not tell it. */
    record Found(Optional<HandlerMethod> method, String pattern) {}

    Optional<Found> find(HttpServletRequest request) {
        LookupRequest lookup = new LookupRequest(request);
        ServletRequestPathUtils.parseAndCache(lookup);
        try {
            for (HandlerMapping mapping : mappings) {
                HandlerExecutionChain chain = mapping.getHandler(lookup);
                if (chain != null) {
                    return Optional.of(found(chain.getHandler(), lookup));
                }
            }
            return Optional.empty();
        } catch (Exception e) {
            boolean hidden = e instanceof UnsatisfiedServletRequestParameterException && mayHide.test(lookup);
            if (e instanceof ErrorResponse && !hidden) {
                // The dispatcher will find out the same and answer it; no handler will run.
                return Optional.empty();
            }
            throw new IllegalStateException("It cannot be told which handler a request is for; nothing ran.", e);
        }
    }

    private static Found found(Object handler, LookupRequest lookup) {
        Optional<HandlerMethod> method =
                handler instanceof HandlerMethod handlerMethod ? Optional.of(handlerMethod) : Optional.empty();
        Object pattern = lookup.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        return new Found(method, pattern == null ? "" : pattern.toString());
    }
}
