/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.web;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.http.server.PathContainer;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.condition.PathPatternsRequestCondition;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;

/** A handler method and one of its mappings, guarded or not. */
record MappedHandler(RequestMappingInfo info, HandlerMethod handler) {
    /** Those of its patterns that are the template, but for the patterns of variables. */
    Stream<HandlerLookup.Found> writtenAs(String method, String template) {
        return isFor(method)
                ? info.getPatternValues().stream()
                        .filter(each -> withoutExpressions(each).equals(template))
                        .map(this::found)
                : Stream.empty();
    }

    /** Those of its patterns that match the template as a path. */
    Stream<HandlerLookup.Found> matching(String method, String template) {
        PathPatternsRequestCondition patterns = info.getPathPatternsCondition();
        if (patterns == null || !isFor(method)) {
            return Stream.empty();
        }
        PathContainer path = PathContainer.parsePath(template);
        return patterns.getPatterns().stream()
                .filter(each -> each.matches(path))
                .map(each -> found(each.getPatternString()));
    }

    private HandlerLookup.Found found(String pattern) {
        return new HandlerLookup.Found(Optional.of(handler), pattern);
    }

    private boolean isFor(String method) {
        Set<RequestMethod> methods = info.getMethodsCondition().getMethods();
        return methods.isEmpty()
                || methods.stream().anyMatch(each -> each.name().equals(method));
    }

    /** {@code /orders/{id:[0-9]{3}}/{*rest}} is {@code /orders/{id}/{rest}}. */
    static String withoutExpressions(String pattern) {
        StringBuilder plain = new StringBuilder();
        int depth = 0;
        boolean skipping = false;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '{') {
                depth++;
            } else if (c == '}') {
                depth--;
                skipping &= depth > 0;
            } else if (c == ':' && depth == 1) {
                skipping = true;
            }
            boolean star = c == '*' && depth == 1;
            if (!skipping && !star) {
                plain.append(c);
            }
        }
        return plain.toString();
    }
}
