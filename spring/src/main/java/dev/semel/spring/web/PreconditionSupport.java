/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.web;

import dev.semel.http.PreconditionException;
import dev.semel.http.ProblemRenderer;
import dev.semel.http.StoredResponse;
import java.util.List;
import java.util.Objects;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Preconditions of requests (RFC 9110, section 13) in Spring MVC.
 *
 * <p>A parameter of a handler method of the type {@link dev.semel.http.Precondition} says that the operation changes what
 * its caller must have seen: without {@code If-Match}, or {@code If-None-Match: *}, the request is answered with 428
 * before the handler runs. {@code Optional<Precondition>} leaves that choice to the caller. A malformed field is answered
 * with 400 in either case. What the handler makes of the precondition is its own, see there.
 *
 * <p>A {@link PreconditionException}, from wherever below the handler, is answered with its problem, as the application's
 * {@link ProblemRenderer} writes it, and with the current {@code ETag}. An {@code @ExceptionHandler} of the controller, or
 * of an advice with an order below 0, goes before.
 *
 * <p>None of this is needed for {@code GET}: Spring MVC answers 304 by itself to a handler that sets the tag by {@code
 * ResponseEntity.ok().eTag(…)}.
 */
@ControllerAdvice
@Order(0) // as that of Spring Boot's problem details: before an advice that catches all and answers 500
public final class PreconditionSupport implements WebMvcConfigurer {
    private final ProblemRenderer problems;

    /**
     * Makes the bean; it needs no further registration.
     *
     * @param problems how problems are written
     */
    public PreconditionSupport(ProblemRenderer problems) {
        this.problems = Objects.requireNonNull(problems, "problems");
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new PreconditionParameter());
    }

    @ExceptionHandler
    ResponseEntity<byte[]> answer(PreconditionException refusal) {
        StoredResponse answer = problems.render(refusal.problem());
        HttpHeaders headers = new HttpHeaders();
        answer.headers().forEach(line -> headers.add(line.name(), line.value()));
        return new ResponseEntity<>(answer.bytes().toArray(), headers, HttpStatusCode.valueOf(answer.status()));
    }
}
