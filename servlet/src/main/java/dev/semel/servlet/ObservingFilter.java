/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import dev.semel.Scope;
import dev.semel.http.HttpPolicy;
import dev.semel.http.KeyReading;
import dev.semel.http.OutcomeClass;
import dev.semel.http.RequestView;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Tells what {@link SemelFilter} would do, and does nothing: every request runs as without it, no store is asked, bodies
 * are digested while the handler reads them, and the numbers are kept in this process alone. This is how a team finds
 * out, before it switches the layer on, which routes receive duplicates.
 *
 * <p>Stands where {@link SemelFilter} would, mapped for {@link DispatcherType#REQUEST} with asynchronous support. Callers
 * without a scope are told apart by their address. A key in a body is found in one that the handler reads to its end and
 * that is no larger than {@link dev.semel.http.BodyLimits#memoryBytes()}; any other counts as a request without a key. Safe
 * for use by many threads.
 */
public final class ObservingFilter implements Filter {
    private final HttpPolicy policy;
    private final ScopeResolver scopes;
    private final Function<HttpServletRequest, String> routes;
    private final Observations observations;

    /**
     * Makes the filter.
     *
     * @param policy which methods would be guarded, and where keys stand
     * @param scopes whose keys requests carry
     * @param routes names the route of a request that has run, such as {@code POST /orders/{id}}; few names, since each
     *     is counted for itself
     * @param observations remembers what is seen
     */
    public ObservingFilter(
            HttpPolicy policy,
            ScopeResolver scopes,
            Function<HttpServletRequest, String> routes,
            Observations observations) {
        this.policy = Objects.requireNonNull(policy, "policy");
        this.scopes = Objects.requireNonNull(scopes, "scopes");
        this.routes = Objects.requireNonNull(routes, "routes");
        this.observations = Objects.requireNonNull(observations, "observations");
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        boolean observed = request instanceof HttpServletRequest http
                && response instanceof HttpServletResponse
                && http.getDispatcherType() == DispatcherType.REQUEST
                && policy.requests().methods().contains(http.getMethod());
        if (observed) {
            observe((HttpServletRequest) request, (HttpServletResponse) response, chain);
        } else {
            chain.doFilter(request, response);
        }
    }

    private void observe(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        KeyReading reading = policy.keys().readHead(ArrivedRequest.head(request));
        DigestingRequest digesting = new DigestingRequest(request);
        Watch watch = new Watch(digesting, response, reading);
        if (policy.keys().mayBeInBody() && !(reading instanceof KeyReading.Invalid)) {
            digesting.keep(policy.requests().limits().memoryBytes(), watch::bodyIsRead);
        }
        boolean failed = true;
        try {
            chain.doFilter(digesting, response);
            failed = false;
        } finally {
            if (!failed && request.isAsyncStarted()) {
                request.getAsyncContext().addListener(watch);
            } else {
                watch.end(failed);
            }
        }
    }

    /** One request, until its answer is complete. */
    private final class Watch implements UntilComplete {
        private final DigestingRequest request;
        private final HttpServletResponse response;
        private final String caller;
        private volatile KeyReading reading;
        private volatile String running = "";
        private volatile boolean alone = true;

        Watch(DigestingRequest request, HttpServletResponse response, KeyReading reading) {
            this.request = request;
            this.response = response;
            this.reading = reading;
            this.caller = scopes.resolve(request)
                    .map(Scope::parts)
                    .map(Object::toString)
                    .orElseGet(() -> "at " + request.getRemoteAddr());
            begin();
        }

        /** A key in the body is known when the handler has read it; what runs beside it is counted from then on. */
        void bodyIsRead() {
            readBody();
            begin();
        }

        private void readBody() {
            try {
                Optional<RequestView.Body> body = request.known();
                if (body.isPresent()) {
                    reading = policy.keys().read(new ServletRequestView(request, body.get()));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e); // not from memory
            }
        }

        private void begin() {
            if (running.isEmpty() && reading instanceof KeyReading.Present present) {
                running = Digests.of(
                        caller,
                        request.getMethod(),
                        request.getRequestURI(),
                        present.key().value());
                alone = observations.begin(running);
            }
        }

        void end(boolean failed) {
            if (alone && !running.isEmpty()) {
                observations.ended(running);
            }
            if (policy.keys().mayBeInBody() && reading instanceof KeyReading.Absent) {
                readBody(); // of a form that the server has read
            }
            String route = routes.apply(request);
            boolean tookEffect =
                    !failed && policy.responses().outcomes().of(response.getStatus()) != OutcomeClass.RELEASE;
            Optional<String> payload = request.payload();
            Observations.Sighting sighting = new Observations.Sighting(route, payload, tookEffect);
            if (reading instanceof KeyReading.Invalid) {
                observations.invalid(route);
            } else if (reading instanceof KeyReading.Present present) {
                observations.keyed(
                        sighting, Digests.of(caller, route, present.key().value()), !alone);
            } else {
                observations.unkeyed(sighting, Digests.of(caller, route));
            }
        }

        @Override
        public void onComplete(AsyncEvent event) {
            end(event.getThrowable() != null);
        }
    }
}
