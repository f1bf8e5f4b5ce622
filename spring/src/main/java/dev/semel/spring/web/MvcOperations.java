/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.web;

import dev.semel.Mode;
import dev.semel.http.HttpOperation;
import dev.semel.servlet.OperationResolver;
import dev.semel.spring.GuardedHandlers;
import dev.semel.spring.GuardedOperation;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.RequestPath;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Finds the operation of a request: of the handler method with {@link dev.semel.spring.Idempotent} that Spring MVC will
 * choose, or else of the first configured path that matches. A request whose method is not guarded, and every request of
 * an application without guarded routes, costs no lookup. Safe for use by many threads.
 */
public final class MvcOperations implements OperationResolver, GuardedHandlers, SmartInitializingSingleton {
    private final ConcurrentHashMap<Route, HttpOperation> operations = new ConcurrentHashMap<>();
    private final Object routesLock = new Object();
    private final ListableBeanFactory beans;
    private final HttpGuard guard;
    private volatile @Nullable Routes routes;

    /** A route's identity; asynchronous only where a configured path meets a handler that is. */
    private record Route(@Nullable Method handler, String method, String pattern, Mode mode) {}

    /**
     * Makes the resolver. Handler mappings are asked for at start or at the first request, not before.
     *
     * @param beans where handler mappings are found
     * @param guard how requests are guarded
     */
    public MvcOperations(ListableBeanFactory beans, HttpGuard guard) {
        this.beans = Objects.requireNonNull(beans, "beans");
        this.guard = Objects.requireNonNull(guard, "guard");
    }

    @Override
    public void afterSingletonsInstantiated() {
        routes();
    }

    @Override
    public Optional<HttpOperation> resolve(HttpServletRequest request) {
        if (!guard.guardsMethod(request.getMethod()) || routes().isEmpty()) {
            return Optional.empty();
        }
        Optional<HandlerLookup.Found> found = routes().lookup().find(request);
        Optional<GuardedHandler> handler =
                found.flatMap(HandlerLookup.Found::method).map(this::guarded);
        return handler.isPresent()
                ? handler.map(
                        each -> operation(each, request.getMethod(), found.get().pattern()))
                : byPath(request, found);
    }

    /**
     * Tells what requests of a documented route are, by the same rules as {@link #resolve}. A configured path that is
     * narrower than the template, such as {@code /orders/special} beside {@code /orders/{id}}, is not seen.
     *
     * @param method the HTTP method, in upper case
     * @param template the path within the application; its variables have no patterns, as in {@code /orders/{id}}
     * @return the operations, and whether every request of the route is guarded
     */
    public RouteOperations describe(String method, String template) {
        if (!guard.guardsMethod(method) || routes().isEmpty()) {
            return new RouteOperations(List.of(), false);
        }
        List<HandlerLookup.Found> handlers = routes().handlersAt(method, template);
        return RouteOperations.of(
                handlers.isEmpty()
                        ? List.of(byPath(method, PathContainer.parsePath(template), Optional.empty()))
                        : handlers.stream()
                                .map(each -> documented(each, method))
                                .toList());
    }

    @Override
    public boolean guards(Method handler) {
        return routes().handlers().containsKey(handler);
    }

    @Override
    public List<GuardedOperation> operations() {
        return routes().operations();
    }

    private @Nullable GuardedHandler guarded(HandlerMethod handler) {
        return routes().handlers().get(handler.getMethod());
    }

    private HttpOperation operation(GuardedHandler handler, String method, String pattern) {
        Route route = new Route(
                handler.handler().getMethod(), method, pattern, handler.guard().mode());
        return operations.computeIfAbsent(route, ignored -> handler.operation(method, pattern));
    }

    private Optional<HttpOperation> byPath(HttpServletRequest request, Optional<HandlerLookup.Found> found) {
        if (guard.paths().isEmpty()) {
            return Optional.empty();
        }
        PathContainer path = RequestPath.parse(request.getRequestURI(), request.getContextPath())
                .pathWithinApplication();
        return byPath(request.getMethod(), path, found);
    }

    private Optional<HttpOperation> byPath(String method, PathContainer path, Optional<HandlerLookup.Found> found) {
        return guard.paths().stream()
                .filter(each -> each.matches(method, path))
                .findFirst()
                .map(each -> operation(each, method, found));
    }

    private Optional<HttpOperation> documented(HandlerLookup.Found found, String method) {
        Optional<GuardedHandler> handler = found.method().map(this::guarded);
        return handler.isPresent()
                ? handler.map(each -> operation(each, method, found.pattern()))
                : byPath(method, PathContainer.parsePath(found.pattern()), Optional.of(found));
    }

    private HttpOperation operation(GuardedPath path, String method, Optional<HandlerLookup.Found> found) {
        String pattern = found.map(HandlerLookup.Found::pattern)
                .filter(template -> !template.isEmpty())
                .orElseGet(() -> path.pattern().getPatternString());
        boolean asynchronous = found.flatMap(HandlerLookup.Found::method)
                .flatMap(ReturnTypes::asynchronous)
                .isPresent();
        Mode usual = asynchronous ? Mode.LEASED : guard.policies().defaults().mode();
        Mode mode = guard.policies().modeOf(method + " " + pattern, Optional.empty(), usual);
        return operations.computeIfAbsent(
                new Route(null, method, pattern, mode),
                route -> HttpOperation.of(
                        method + " " + pattern, guard.policies().defaults().withMode(mode), guard.policy()));
    }

    private Routes routes() {
        Routes known = routes;
        if (known != null) {
            return known;
        }
        synchronized (routesLock) {
            if (routes == null) {
                List<HandlerMapping> mappings = new ArrayList<>(
                        BeanFactoryUtils.beansOfTypeIncludingAncestors(beans, HandlerMapping.class, true, false)
                                .values());
                AnnotationAwareOrderComparator.sort(mappings);
                routes = Routes.of(beans, guard, mappings);
            }
            return Objects.requireNonNull(routes);
        }
    }
}
