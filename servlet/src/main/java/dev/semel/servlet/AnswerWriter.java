/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import dev.semel.http.AnswerRules;
import dev.semel.http.CurrentState;
import dev.semel.http.HeaderField;
import dev.semel.http.HttpOperation;
import dev.semel.http.Problem;
import dev.semel.http.ProblemRenderer;
import dev.semel.http.ProblemType;
import dev.semel.http.ReplayMarkers;
import dev.semel.http.RequestView;
import dev.semel.http.StoredResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the answers that do not come from the handler: replays and problems. */
final class AnswerWriter {
    /** Says that a protected request was answered without a durable record: {@code unknown} or {@code no}. */
    static final String RECORDED_HEADER = "Idempotency-Recorded";

    private static final Logger LOG = LoggerFactory.getLogger(AnswerWriter.class);
    /** Says that a replay comes without its body. */
    static final String OMITTED_HEADER = "Idempotency-Replay";

    private static final Duration SHORTEST_RETRY = Duration.ofSeconds(1);

    private final HttpServletResponse target;
    private final HttpOperation operation;
    private final ProblemRenderer problems;
    private @Nullable RequestView request;
    private Supplier<Optional<Instant>> expiry = Optional::empty;

    AnswerWriter(HttpServletResponse target, HttpOperation operation, ProblemRenderer problems) {
        this.target = target;
        this.operation = operation;
        this.problems = problems;
    }

    HttpOperation operation() {
        return operation;
    }

    /** The request whose body has been read, and what tells when its record expires. */
    void answering(RequestView request, Supplier<Optional<Instant>> expiry) {
        this.request = request;
        this.expiry = expiry;
    }

    void replay(StoredResponse recorded) throws IOException {
        StoredResponse stored = current(recorded);
        List<HeaderField> more = new ArrayList<>();
        operation.policy().answers().markers().names().forEach(name -> more.add(new HeaderField(name, "true")));
        operation.policy().answers().expires(expiry).ifPresent(more::add);
        if (stored.body() instanceof StoredResponse.Omitted) {
            more.add(new HeaderField(OMITTED_HEADER, "omitted"));
        }
        write(stored, more);
    }

    /** Nothing runs on behalf of a replay, so whatever goes wrong here leaves the recorded answer, which is true. */
    private StoredResponse current(StoredResponse recorded) {
        Optional<CurrentState> hook = operation.policy().answers().currentState();
        RequestView asked = request;
        if (hook.isEmpty() || asked == null) {
            return recorded;
        }
        try {
            StoredResponse now = hook.get().answer(asked, recorded);
            List<HeaderField> lines = operation.policy().responses().headers().storable(now.headers());
            return new StoredResponse(now.status(), lines, now.body());
        } catch (Throwable e) { // whatever is thrown, see above
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            LOG.warn(
                    "The answer of a replay of operation {} could not be rebuilt; the recorded one is given.",
                    operation.operation().name(),
                    e);
            return recorded;
        }
    }

    /** What the first execution's answer carries besides its own header lines, once it is recorded. */
    List<HeaderField> firstMarkers() {
        AnswerRules rules = operation.policy().answers();
        List<HeaderField> more = new ArrayList<>();
        if (rules.markers().first() == ReplayMarkers.FirstExecution.MARKED_FALSE) {
            rules.markers().names().forEach(name -> more.add(new HeaderField(name, "false")));
        }
        rules.expires(expiry).ifPresent(more::add);
        return more;
    }

    void mismatch() throws IOException {
        problem(Problem.of(ProblemType.FINGERPRINT_MISMATCH)
                .withStatus(operation.policy().answers().mismatchStatus()));
    }

    void inProgress(Duration retryAfter) throws IOException {
        problem(retry(Problem.of(ProblemType.CONFLICT), retryAfter));
    }

    void indeterminate() throws IOException {
        problem(Problem.of(ProblemType.INDETERMINATE));
    }

    void unavailable() throws IOException {
        problem(retry(Problem.of(ProblemType.STORE_UNAVAILABLE), SHORTEST_RETRY));
    }

    void unavailable(String detail) throws IOException {
        problem(retry(Problem.of(ProblemType.STORE_UNAVAILABLE).withDetail(detail), SHORTEST_RETRY));
    }

    void problem(Problem problem) throws IOException {
        write(problems.render(problem), List.of());
    }

    StoredResponse render(Problem problem) {
        return problems.render(problem);
    }

    void write(StoredResponse answer, List<HeaderField> more) throws IOException {
        write(target, answer, more);
    }

    static void write(HttpServletResponse target, StoredResponse answer, List<HeaderField> more) throws IOException {
        target.setStatus(answer.status());
        answer.header("Content-Type").ifPresent(target::setContentType);
        InnerHeaders.of(answer.headers().stream()
                        .filter(field -> !field.isNamed("Content-Type"))
                        .toList())
                .applyTo(target);
        more.forEach(field -> target.setHeader(field.name(), field.value()));
        if (answer.mayHaveBody()) {
            target.setContentLength(answer.bytes().length());
            answer.bytes().writeTo(target.getOutputStream());
        }
    }

    /** Whole seconds, rounded up, since a client that comes back early is sent away again. */
    private static Problem retry(Problem problem, Duration after) {
        Duration wait = after.compareTo(SHORTEST_RETRY) < 0 ? SHORTEST_RETRY : after;
        return problem.withHeader(
                "Retry-After", Long.toString(wait.plusNanos(999_999_999).toSeconds()));
    }
}
