/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import dev.semel.IdempotentExecutor;
import dev.semel.Scope;
import dev.semel.http.HttpOperation;
import dev.semel.http.KeyReading;
import dev.semel.http.KeyRequirement;
import dev.semel.http.KeyRules;
import dev.semel.http.Problem;
import dev.semel.http.ProblemType;
import dev.semel.http.RequestView;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request to a guarded route, until it is known which key it has. Its body is read for that only if a key may stand
 * there and nothing before the body is wrong.
 */
final class ArrivedRequest {
    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final AnswerWriter answers;
    private final RequestBodies bodies;
    private final HttpOperation operation;

    /** Who runs attempts, tells whose keys they are, and knows the time. */
    record Guard(IdempotentExecutor executor, ScopeResolver scopes, InstantSource clock) {}

    ArrivedRequest(
            HttpServletRequest request, HttpServletResponse response, AnswerWriter answers, RequestBodies bodies) {
        this.request = request;
        this.response = response;
        this.answers = answers;
        this.bodies = bodies;
        this.operation = answers.operation();
    }

    /** A request whose body must not be looked at yet. */
    static RequestView head(HttpServletRequest request) {
        return new ServletRequestView(request, new RequestView.Raw(InputStream::nullInputStream));
    }

    void run(Guard guard, FilterChain chain) throws IOException, ServletException {
        RequestView head = head(request);
        Optional<Problem> refusal = operation.policy().requests().refusal(head);
        if (refusal.isPresent()) {
            answers.problem(refusal.get());
            return;
        }
        KeyRules keys = operation.policy().keys();
        KeyReading reading = keys.readHead(head);
        if (reading instanceof KeyReading.Invalid || !keys.mayBeInBody()) {
            run(reading, null, guard, chain);
            return;
        }
        RequestBody body = bodies.read(request, answers);
        if (body != null) {
            runWith(body, guard, chain);
        }
    }

    private void runWith(RequestBody body, Guard guard, FilterChain chain) throws IOException, ServletException {
        KeyReading reading;
        try {
            reading = operation.policy().keys().read(new ServletRequestView(request, body.view()));
        } catch (Throwable e) {
            body.close();
            throw e;
        }
        run(reading, body, guard, chain);
    }

    private void run(KeyReading reading, @Nullable RequestBody body, Guard guard, FilterChain chain)
            throws IOException, ServletException {
        boolean handedOver = false;
        try {
            Optional<Scope> scope =
                    reading instanceof KeyReading.Present ? guard.scopes().resolve(request) : Optional.empty();
            Optional<Problem> refusal = refusal(reading, scope, body != null);
            if (refusal.isPresent()) {
                answers.problem(refusal.get());
                return;
            }
            handedOver = true;
            if (reading instanceof KeyReading.Present present && scope.isPresent()) {
                new GuardedRequest(request, response, answers, bodies)
                        .unless(() -> operation.refusalByAge(
                                head(request)::headers, guard.clock().instant()))
                        .having(body)
                        .run(guard.executor(), scope.get(), present.key(), chain);
            } else if (body == null) {
                chain.doFilter(request, response);
            } else {
                PassedOn.run(request, response, body, chain);
            }
        } finally {
            if (!handedOver && body != null) {
                body.close();
            }
        }
    }

    private Optional<Problem> refusal(KeyReading reading, Optional<Scope> scope, boolean searched) {
        KeyRequirement requirement = operation.policy().requests().requirement();
        boolean absent = reading instanceof KeyReading.Absent;
        // of a body that could not be searched nobody can say that it carries a key
        boolean unsearchable = searched && reading instanceof KeyReading.Invalid;
        if (requirement == KeyRequirement.REFUSED && !unsearchable) {
            return absent ? Optional.empty() : Optional.of(Problem.of(ProblemType.KEY_REFUSED));
        }
        if (reading instanceof KeyReading.Invalid invalid) {
            return Optional.of(Problem.of(ProblemType.INVALID_KEY)
                    .withDetail(invalid.reason() + " " + ProblemType.INVALID_KEY.detail()));
        }
        if (scope.isPresent() || requirement == KeyRequirement.OPTIONAL) {
            return Optional.empty();
        }
        return Optional.of(absent ? operation.policy().keys().missing() : unknownCaller());
    }

    private static Problem unknownCaller() {
        return Problem.plain(
                400,
                "Bad Request",
                "An idempotency key belongs to a caller, and this request does not say who sends it. Authenticate and"
                        + " send it again; nothing was executed.");
    }
}
