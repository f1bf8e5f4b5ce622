/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.web;

import dev.semel.http.Precondition;
import dev.semel.http.PreconditionRequiredException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Gives a handler the precondition of its request. */
final class PreconditionParameter implements HandlerMethodArgumentResolver {
    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.nestedIfOptional().getNestedParameterType() == Precondition.class;
    }

    @Override
    public @Nullable Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer model,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        Optional<Precondition> sent = Precondition.read(name -> lines(request, name));
        if (parameter.getParameterType() == Optional.class) {
            return sent;
        }
        if (parameter.isOptional()) {
            return sent.orElse(null);
        }
        return sent.filter(Precondition::namesExpectedState).orElseThrow(PreconditionRequiredException::new);
    }

    private static List<String> lines(NativeWebRequest request, String name) {
        String[] values = request.getHeaderValues(name);
        return values == null ? List.of() : List.of(values);
    }
}
