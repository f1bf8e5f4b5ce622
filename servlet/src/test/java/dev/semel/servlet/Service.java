/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import dev.semel.IdempotencyPolicy;
import dev.semel.IdempotentExecutor;
import dev.semel.ResultEncryption;
import dev.semel.Scope;
import dev.semel.http.HttpOperation;
import dev.semel.http.HttpPolicy;
import dev.semel.http.ProblemRenderer;
import dev.semel.spi.IdempotencyStore;
import dev.semel.testkit.MutableClock;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The service behind the layer, on two nodes that share one store. */
final class Service implements AutoCloseable {
    /** Where services that are made from now on keep their records. */
    private static volatile Storage storage = Storage.MEMORY;

    final WatchedStore store;
    final MutableClock clock = new MutableClock();
    final AtomicInteger executions = new AtomicInteger();
    final Set<String> revoked = ConcurrentHashMap.newKeySet();
    private final Map<String, Handler> handlers = new ConcurrentHashMap<>();
    private final Map<String, HttpOperation> operations = new ConcurrentHashMap<>();
    private final List<IdempotentExecutor> executors = new ArrayList<>();
    private final List<SemelFilter> filters = new ArrayList<>();
    private final Optional<Filter> mutant = Mutation.current().filter();
    private Optional<Filter> observing = Optional.empty();
    private Optional<Scope> strangers = Optional.of(Scope.of("the public"));
    private HttpOperation everything = operation("any", HttpPolicy.standard());

    Service() {
        this(UnaryOperator.identity());
    }

    Service(UnaryOperator<SemelFilter.Builder> filter) {
        this(filter, ResultEncryption.none());
    }

    Service(UnaryOperator<SemelFilter.Builder> filter, ResultEncryption encryption) {
        this(filter, clock -> new WatchedStore(storage.open(clock)), encryption);
    }

    /** A service on a store of one's own; {@link #store} then has nothing to do. */
    Service(UnaryOperator<SemelFilter.Builder> filter, Function<MutableClock, IdempotencyStore> stores) {
        this(filter, stores, ResultEncryption.none());
    }

    private Service(
            UnaryOperator<SemelFilter.Builder> filter,
            Function<MutableClock, IdempotencyStore> stores,
            ResultEncryption encryption) {
        IdempotencyStore made = stores.apply(clock);
        store = made instanceof WatchedStore watched ? watched : new WatchedStore(made);
        for (int node = 0; node < 2; node++) {
            IdempotentExecutor executor =
                    IdempotentExecutor.builder(made).encryption(encryption).build();
            executors.add(executor);
            filters.add(filter.apply(SemelFilter.builder(executor, this::resolve)
                            .scopes(this::scope)
                            .clock(clock)
                            .problems(ProblemRenderer.problemJson()))
                    .build());
        }
        on("/echo", Service::echo);
    }

    static void keepIn(Storage where) {
        storage = where;
    }

    /** Lets time pass, for the filter and for the store. */
    void advance(Duration duration) {
        clock.advance(duration);
        storage.advance(duration);
    }

    /** The store's time. */
    Instant storeTime() {
        return storage.now(clock);
    }

    /** How much of the store's time may pass by itself during a test. */
    Duration slack() {
        return storage.slack();
    }

    static HttpOperation operation(String name, HttpPolicy policy) {
        return HttpOperation.of(name, IdempotencyPolicy.leased(), policy);
    }

    private static void echo(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setStatus(201);
        if (request.getContentType() != null) {
            response.setContentType(request.getContentType());
        }
        request.getInputStream().transferTo(response.getOutputStream());
    }

    /** What happens at a path, or below it. */
    Service on(String path, Handler handler) {
        handlers.put(path, handler);
        return this;
    }

    /** How everything is guarded that is not named. */
    Service guarding(HttpPolicy policy) {
        return guarding(operation("any", policy));
    }

    Service guarding(HttpOperation operation) {
        everything = operation;
        return this;
    }

    /** How a path is guarded, and what is below it. */
    Service guarding(String path, HttpOperation operation) {
        operations.put(path, operation);
        return this;
    }

    Service withoutScopeForStrangers() {
        strangers = Optional.empty();
        return this;
    }

    IdempotentExecutor executor(int node) {
        return executors.get(node);
    }

    HttpOperation operation() {
        return everything;
    }

    /** Lets this filter stand in place of the layer. */
    Service observedBy(Filter filter) {
        observing = Optional.of(filter);
        return this;
    }

    Filter filter(int node) {
        return mutant.or(() -> observing).orElse(filters.get(node));
    }

    /** Who calls, as the authentication in front of the layer knows; a token is the caller's name. */
    static Optional<String> principal(HttpServletRequest request) {
        return Optional.ofNullable(request.getHeader("Authorization"))
                .map(value -> value.replaceAll("Bearer |#.*", ""));
    }

    private Optional<HttpOperation> resolve(HttpServletRequest request) {
        if (request.getRequestURI().startsWith("/off")) {
            return Optional.empty();
        }
        return Optional.of(operations.entrySet().stream()
                .filter(entry -> request.getRequestURI().startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(everything));
    }

    private Optional<Scope> scope(HttpServletRequest request) {
        return principal(request).map(name -> Scope.of("user", name)).or(() -> strangers);
    }

    void handle(HttpServletRequest request, HttpServletResponse response) throws Exception {
        executions.incrementAndGet();
        Handler handler = handlers.entrySet().stream()
                .filter(entry -> request.getRequestURI().startsWith(entry.getKey()))
                .max(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .orElseThrow(() -> new IllegalStateException("no handler for " + request.getRequestURI()));
        handler.handle(request, response);
    }

    @Override
    public void close() {
        executors.forEach(IdempotentExecutor::close);
    }
}
