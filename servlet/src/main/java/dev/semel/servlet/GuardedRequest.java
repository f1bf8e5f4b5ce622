/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import dev.semel.Attempt;
import dev.semel.Call;
import dev.semel.IdempotencyException;
import dev.semel.IdempotencyKey;
import dev.semel.IdempotentExecutor;
import dev.semel.Mode;
import dev.semel.ReentrantExecutionException;
import dev.semel.Scope;
import dev.semel.StoreUnavailableException;
import dev.semel.http.Abandoned;
import dev.semel.http.BodyLimits;
import dev.semel.http.HttpOperation;
import dev.semel.http.Problem;
import dev.semel.http.StoreDown;
import dev.semel.http.StoredResponse;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request with a usable key, from its body to its answer. */
final class GuardedRequest {
    private static final Logger LOG = LoggerFactory.getLogger(GuardedRequest.class);

    private final HttpOperation operation;
    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final AnswerWriter answers;
    private final RequestBodies bodies;
    private @Nullable RequestBody body;
    private Supplier<Optional<Problem>> tooOld = Optional::empty;

    GuardedRequest(
            HttpServletRequest request, HttpServletResponse response, AnswerWriter answers, RequestBodies bodies) {
        this.operation = answers.operation();
        this.request = request;
        this.response = response;
        this.answers = answers;
        this.bodies = bodies;
    }

    /** Also asked once the body has arrived, which may take longer than the record lives. */
    GuardedRequest unless(Supplier<Optional<Problem>> tooOld) {
        this.tooOld = tooOld;
        return this;
    }

    /** With a body that was read before, to find the key in it; it is closed here. */
    GuardedRequest having(@Nullable RequestBody body) {
        this.body = body;
        return this;
    }

    void run(IdempotentExecutor executor, Scope scope, IdempotencyKey key, FilterChain chain)
            throws IOException, ServletException {
        RequestBody whole = body;
        boolean handedOver = false;
        try {
            if (isRefused()) {
                return;
            }
            whole = whole == null ? bodies.read(request, answers) : whole;
            if (whole == null) {
                return;
            }
            ServletRequestView view = new ServletRequestView(request, whole.view());
            Call call = new Call(scope, key, operation.fingerprints(view));
            answers.answering(view, () -> executor.expiresAt(operation.recordedAs(), call));
            handedOver = !isRefused() && begin(executor, call, whole, chain);
        } finally {
            if (!handedOver && whole != null) {
                whole.close();
            }
        }
    }

    private boolean isRefused() throws IOException {
        Optional<Problem> refusal = tooOld.get();
        if (refusal.isPresent()) {
            answers.problem(refusal.get());
        }
        return refusal.isPresent();
    }

    /** True if the body is closed elsewhere, perhaps when asynchronous work has ended. */
    private boolean begin(IdempotentExecutor executor, Call call, RequestBody body, FilterChain chain)
            throws IOException, ServletException {
        Attempt<StoredResponse> attempt;
        try {
            attempt = executor.begin(operation.recordedAs(), call);
        } catch (ReentrantExecutionException e) {
            throw e;
        } catch (IdempotencyException e) {
            return refuse(e, body, chain);
        }
        if (attempt instanceof Attempt.Answered<StoredResponse> answered) {
            OutcomeAnswers.write(answered.outcome(), answers);
            return false;
        }
        Attempt.Running<StoredResponse> running = (Attempt.Running<StoredResponse>) attempt;
        Prepared prepared;
        try {
            requireOwnCommit(running);
            prepared = prepare(running, body);
        } catch (Throwable e) {
            release(running, e);
            throw e;
        }
        if (prepared.mayRun()) {
            return execute(prepared, chain);
        }
        running.release();
        answers.unavailable();
        return false;
    }

    /** True if the body was handed on. */
    private boolean refuse(IdempotencyException e, RequestBody body, FilterChain chain)
            throws IOException, ServletException {
        // a store that answers, but with a record that cannot be used, is not away: the request may have been executed
        boolean execute = e instanceof StoreUnavailableException away
                && !away.mayHaveRecord()
                && operation.policy().answers().storeDown() == StoreDown.EXECUTE;
        if (execute) {
            response.setHeader(AnswerWriter.RECORDED_HEADER, "no");
            PassedOn.run(request, response, body, chain);
            return true;
        }
        LOG.warn(
                "A request of operation {} was refused with 503: {}",
                operation.operation().name(),
                e.getMessage());
        LOG.debug("The reason of that refusal.", e);
        answers.unavailable();
        return false;
    }

    /** What a handler runs with; whatever goes wrong before it runs, its attempt is released. */
    private record Prepared(
            boolean mayRun, SpooledRequest request, HandlerResponse response, Exchange exchange, AsyncExchange async) {}

    private Prepared prepare(Attempt.Running<StoredResponse> running, RequestBody body) {
        BodyLimits limits = operation.policy().requests().limits();
        SpooledRequest spooled = new SpooledRequest(request, body);
        RecordingResponse recording = new RecordingResponse(
                response,
                new SpoolPlace(limits.maxRecordedBytes(), limits.maxHeldBytes(), bodies.folder()),
                operation.mode() == Mode.LEASED,
                self -> new HeldOutputStream(self, spooled::getAsyncContext));
        HandlerResponse handler = new HandlerResponse(recording);
        Exchange exchange = new Exchange(running, recording, answers, body);
        AsyncExchange async = new AsyncExchange(exchange, request, handler);
        spooled.belongsTo(async, handler);
        request.setAttribute(SemelFilter.EXECUTION_ATTRIBUTE, running.execution());
        request.setAttribute(SemelFilter.EXCHANGE_ATTRIBUTE, async);
        return new Prepared(isMarked(running), spooled, handler, exchange, async);
    }

    /** Where crashes are quarantined, says before the handler runs that there may be an effect. */
    private boolean isMarked(Attempt.Running<StoredResponse> running) {
        if (operation.policy().answers().abandoned() == Abandoned.QUARANTINE) {
            try {
                running.execution().beforeExternalEffect();
            } catch (IdempotencyException e) {
                return false;
            }
        }
        return true;
    }

    /** An answer that leaves within somebody else's transaction would leave before it is durable (promise I2). */
    private void requireOwnCommit(Attempt.Running<StoredResponse> running) {
        if (!running.isOutermost()) {
            throw new IllegalStateException("Operation " + operation.operation().name()
                    + " is in joined mode, and a transaction was begun before SemelFilter, which would send the answer"
                    + " before that transaction commits. Nothing was executed. Put the filter in front of what begins the"
                    + " transaction, or use leased mode.");
        }
    }

    private static void release(Attempt.Running<StoredResponse> running, Throwable failure) {
        try {
            running.release();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private static boolean execute(Prepared prepared, FilterChain chain) throws IOException, ServletException {
        try {
            chain.doFilter(prepared.request(), prepared.response());
        } catch (Throwable e) {
            prepared.exchange().fail(e);
            throw e;
        }
        if (prepared.async().isWaiting()) {
            return true;
        }
        prepared.exchange().finish(prepared.request());
        return false;
    }
}
