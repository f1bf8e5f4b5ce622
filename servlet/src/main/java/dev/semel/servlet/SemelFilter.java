/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import dev.semel.IdempotentExecutor;
import dev.semel.http.HttpOperation;
import dev.semel.http.HttpPolicy;
import dev.semel.http.KeyReading;
import dev.semel.http.KeyRules;
import dev.semel.http.Problem;
import dev.semel.http.ProblemRenderer;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs each request with an idempotency key once and replays its answer.
 *
 * <p><b>Where it stands.</b> Behind authentication, authorization and rate limits, so that a replay is given only to whom
 * the request would be allowed now; before one-time checks such as nonces. Outside of it belong compression and
 * cross-origin headers. Map it for {@link DispatcherType#REQUEST} and {@link DispatcherType#ASYNC}, with asynchronous
 * support; in other dispatches it does nothing.
 *
 * <p><b>What a handler sees.</b> The same bytes by every way of reading them. If a filter outside has had a form read into
 * parameters, those are compared; if it has read the body in another way, nothing runs and an exception says so.
 * What it writes is held back until the record
 * is durable: up to the limit in memory, beyond it streamed (leased mode; the record then says that the body was omitted)
 * or in a temporary file (joined mode), up to {@link dev.semel.http.BodyLimits#maxHeldBytes()}. {@code text/event-stream} is streamed in leased mode and held back in joined mode.
 * {@code sendError} with a status that is recorded answers a plain problem document, because a server's error page is
 * made too late to be recorded. An exception goes on to the server, whose error page the first client gets; where the
 * policy records it, a replay gets status 500 and a plain problem document. The {@link dev.semel.Execution} of the running
 * attempt is the request's attribute {@value #EXECUTION_ATTRIBUTE}.
 *
 * <p><b>What leaves before its record.</b> In leased mode a response above the limit, and a stream of events, are sent
 * while the handler runs. Should the record then not be written, because the lease was lost or the store is away, the
 * client has an answer, or the beginning of one whose connection breaks off, that a replay need not repeat. Where that
 * must not be, raise the limit or use joined mode. If the client goes away meanwhile, the handler is not told and its
 * answer is recorded as it would have been. Only the handler of a stream of events, which may have no other end, gets the
 * exception; the record is that of a stream that ended.
 *
 * <p><b>Work between events.</b> A stream of events that loses its client counts as ended: its key replays the status
 * without the events and the work is not done again. Do not put an effect behind an event whose sending may fail; do it
 * before the first, or catch the exception.
 *
 * <p>Safe for use by many threads.
 */
public final class SemelFilter implements Filter {
    /** The request attribute with the {@link dev.semel.Execution} of the running attempt. */
    public static final String EXECUTION_ATTRIBUTE = "dev.semel.Execution";

    /**
     * The request attribute in which a framework tells the exception that it has answered for, if there was one; then a
     * class that the policy has for it goes before that of the answer's status.
     */
    public static final String FAILURE_ATTRIBUTE = "dev.semel.Failure";

    static final String EXCHANGE_ATTRIBUTE = "dev.semel.servlet.Exchange";

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    private final ArrivedRequest.Guard guard;
    private final OperationResolver operations;
    private final ProblemRenderer problems;
    private final UnsupportedRoute unsupported;
    private final KeyRules strayKeys;
    private final Path folder;
    private final boolean exposes;

    private SemelFilter(Builder builder) {
        ScopeResolver scopes = Objects.requireNonNull(
                builder.scopes, "Tell whose keys requests carry: Semel has no shared scope. Call scopes(...).");
        this.guard = new ArrivedRequest.Guard(builder.executor, scopes, builder.clock);
        this.operations = builder.operations;
        this.problems = builder.problems;
        this.unsupported = builder.unsupported;
        this.strayKeys = builder.strayKeys;
        this.folder = builder.folder;
        this.exposes = builder.exposes;
    }

    /**
     * Begins to build a filter.
     *
     * @param executor runs the attempts; it stays the caller's to close
     * @param operations which requests are guarded, and how
     * @return the builder
     */
    public static Builder builder(IdempotentExecutor executor, OperationResolver operations) {
        return new Builder(
                Objects.requireNonNull(executor, "executor"), Objects.requireNonNull(operations, "operations"));
    }

    /**
     * Names the response fields that a script of another origin must be shown in order to tell replays.
     *
     * @param policy whose markers they are
     * @return the markers of replays, the field that tells when a record expires if there is one, {@code
     *     Idempotency-Replay}, {@code Idempotency-Recorded} and {@code Retry-After}
     */
    public static List<String> exposedHeaders(HttpPolicy policy) {
        List<String> names = new ArrayList<>(policy.answers().markers().names());
        policy.answers().expiresHeader().ifPresent(names::add);
        names.addAll(List.of(AnswerWriter.OMITTED_HEADER, AnswerWriter.RECORDED_HEADER, "Retry-After"));
        return List.copyOf(names);
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request instanceof HttpServletRequest http && response instanceof HttpServletResponse answer) {
            if (http.getDispatcherType() == DispatcherType.ASYNC) {
                redispatch(http, answer, chain);
                return;
            }
            boolean inside = http.getAttribute(EXCHANGE_ATTRIBUTE) != null;
            if (http.getDispatcherType() == DispatcherType.REQUEST && !inside) {
                filter(http, answer, chain);
                return;
            }
        }
        chain.doFilter(request, response);
    }

    private static void redispatch(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!(request.getAttribute(EXCHANGE_ATTRIBUTE) instanceof AsyncExchange exchange)) {
            chain.doFilter(request, response);
            return;
        }
        exchange.redispatched();
        try {
            chain.doFilter(request, response);
        } catch (Throwable e) {
            exchange.failed(e);
            throw e;
        }
        if (!exchange.isWaiting()) {
            exchange.finishDispatch();
        }
    }

    private void filter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<HttpOperation> resolved = operations.resolve(request);
        if (resolved.isEmpty()) {
            unguarded(request, response, chain);
            return;
        }
        HttpOperation operation = resolved.get();
        if (!operation.policy().requests().methods().contains(request.getMethod())) {
            chain.doFilter(request, response);
            return;
        }
        if (exposes && request.getHeader("Origin") != null) {
            String names = String.join(", ", exposedHeaders(operation.policy()));
            response.addHeader("Access-Control-Expose-Headers", names);
        }
        RequestBodies bodies = new RequestBodies(operation.policy().requests().limits(), folder);
        new ArrivedRequest(request, response, new AnswerWriter(response, operation, problems), bodies)
                .run(guard, chain);
    }

    private void unguarded(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        boolean refused = unsupported == UnsupportedRoute.REJECT
                && !SAFE.contains(request.getMethod())
                && !(strayKeys.readHead(ArrivedRequest.head(request)) instanceof KeyReading.Absent);
        if (refused) {
            Problem problem = Problem.plain(
                    501,
                    "Not Implemented",
                    "This operation does not support idempotency keys; nothing was executed. Send the request without"
                            + " one.");
            AnswerWriter.write(response, problems.render(problem), List.of());
        } else {
            chain.doFilter(request, response);
        }
    }

    /** Collects what a filter needs. Not safe for use by many threads. */
    public static final class Builder {
        private final IdempotentExecutor executor;
        private final OperationResolver operations;
        private @Nullable ScopeResolver scopes;
        private ProblemRenderer problems = ProblemRenderer.problemJson();
        private UnsupportedRoute unsupported = UnsupportedRoute.IGNORE;
        private KeyRules strayKeys = KeyRules.standard();
        private boolean exposes;
        private Path folder = Path.of(System.getProperty("java.io.tmpdir"));
        private InstantSource clock = InstantSource.system();

        private Builder(IdempotentExecutor executor, OperationResolver operations) {
            this.executor = executor;
            this.operations = operations;
        }

        /**
         * Tells whose keys requests carry. Mandatory.
         *
         * @param scopes derives the scope from the authenticated caller
         * @return this
         */
        public Builder scopes(ScopeResolver scopes) {
            this.scopes = Objects.requireNonNull(scopes, "scopes");
            return this;
        }

        /**
         * Renders the layer's own problems.
         *
         * @param problems default {@link ProblemRenderer#problemJson()}
         * @return this
         */
        public Builder problems(ProblemRenderer problems) {
            this.problems = Objects.requireNonNull(problems, "problems");
            return this;
        }

        /**
         * Treats keys on routes that are not guarded.
         *
         * @param unsupported default {@link UnsupportedRoute#IGNORE}
         * @return this
         */
        public Builder unsupported(UnsupportedRoute unsupported) {
            this.unsupported = Objects.requireNonNull(unsupported, "unsupported");
            return this;
        }

        /**
         * Tells where keys of requests stand that are not guarded, for {@link UnsupportedRoute#REJECT}.
         *
         * @param rules whose header fields and query parameters are looked at; default {@link KeyRules#standard()}
         * @return this
         */
        public Builder strayKeys(KeyRules rules) {
            this.strayKeys = Objects.requireNonNull(rules, "rules");
            return this;
        }

        /**
         * Names the fields of {@link #exposedHeaders} in {@code Access-Control-Expose-Headers} of answers to requests with
         * an {@code Origin}. Off by default. All else of cross-origin access is left to the filter outside that decides
         * it, which must also allow the field of the key.
         *
         * @return this
         */
        public Builder exposeHeaders() {
            this.exposes = true;
            return this;
        }

        /**
         * Keeps large bodies in files here, each until its request is over.
         *
         * @param folder an existing folder; default the system's for temporary files
         * @return this
         */
        public Builder temporaryFolder(Path folder) {
            this.folder = Objects.requireNonNull(folder, "folder");
            return this;
        }

        /**
         * Takes the time of day from elsewhere, for tests. It serves to refuse requests by their age and decides nothing
         * about records.
         *
         * @param clock default the system's
         * @return this
         */
        public Builder clock(InstantSource clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /**
         * Builds the filter.
         *
         * @return a new filter
         * @throws NullPointerException if no scope resolver was given
         */
        public SemelFilter build() {
            return new SemelFilter(this);
        }
    }
}
