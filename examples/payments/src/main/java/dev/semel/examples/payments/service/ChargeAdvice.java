/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/** Failures of charges, and every problem document that would go to a client of Stripe, which cannot read it. */
@RestControllerAdvice
class ChargeAdvice implements ResponseBodyAdvice<Object> {

    @ExceptionHandler
    ProblemDetail invalid(InvalidFieldException e) {
        var problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, e.rule());
        problem.setTitle("Invalid request");
        problem.setProperty("field", e.field());
        return problem;
    }

    @ExceptionHandler
    ProblemDetail missing(NoSuchChargeException e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, e.getMessage());
    }

    @Override
    public boolean supports(MethodParameter returned, Class<? extends HttpMessageConverter<?>> converter) {
        return true;
    }

    @Override
    public @Nullable Object beforeBodyWrite(
            @Nullable Object body,
            MethodParameter returned,
            MediaType type,
            Class<? extends HttpMessageConverter<?>> converter,
            ServerHttpRequest request,
            ServerHttpResponse response) {
        if (!(body instanceof ProblemDetail problem)
                || !(request instanceof ServletServerHttpRequest servlet)
                || !StripeError.isReadBy(servlet.getServletRequest())) {
            return body;
        }
        response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
        if (problem.getStatus() == HttpStatus.CONFLICT.value()) {
            response.getHeaders().set(StripeError.SHOULD_RETRY, "false");
        }
        var message = Objects.requireNonNullElse(problem.getDetail(), "the request failed");
        return StripeError.of(problem.getStatus(), message, parameter(problem));
    }

    private static @Nullable String parameter(ProblemDetail problem) {
        var more = problem.getProperties();
        if (more == null || !(more.get("field") instanceof String field)) {
            return null;
        }
        return field.equals("card") ? "source" : field;
    }
}
