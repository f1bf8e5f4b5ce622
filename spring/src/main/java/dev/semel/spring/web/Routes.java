/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.web;

import dev.semel.http.HttpOperation;
import dev.semel.spring.GuardedOperation;
import dev.semel.spring.IdempotencySetupException;
import dev.semel.spring.Idempotent;
import dev.semel.spring.TransactionRules;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.server.PathContainer;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** The guarded handler methods of the application and their routes, read once. */
final class Routes {
    private final Map<Method, GuardedHandler> handlers = new HashMap<>();
    private final Map<String, String> ownersByName = new HashMap<>();
    private final List<GuardedOperation> operations = new ArrayList<>();
    private final HttpGuard guard;
    private final List<RequestMappingInfo> guardedInfos = new ArrayList<>();
    private final List<MappedHandler> mapped = new ArrayList<>();
    private final HandlerLookup lookup;

    private Routes(HttpGuard guard, List<HandlerMapping> mappings) {
        this.guard = guard;
        this.lookup = new HandlerLookup(mappings, this::mayHide);
    }

    static Routes of(ListableBeanFactory beans, HttpGuard guard, List<HandlerMapping> mappings) {
        Routes routes = new Routes(guard, mappings);
        for (HandlerMapping mapping : mappings) {
            if (mapping instanceof RequestMappingHandlerMapping annotated) {
                annotated.getHandlerMethods().forEach((info, handler) -> routes.add(beans, info, handler));
            }
        }
        guard.paths().forEach(routes::add);
        return routes;
    }

    private void add(ListableBeanFactory beans, RequestMappingInfo info, HandlerMethod handler) {
        mapped.add(new MappedHandler(info, handler));
        Idempotent annotation = AnnotatedElementUtils.findMergedAnnotation(handler.getMethod(), Idempotent.class);
        Optional<String> guardedBy = annotation == null ? guardedPath(info) : Optional.of("@Idempotent");
        guardedBy.ifPresent(reason -> {
            MethodSecurity.refuse(handler, reason);
            FormConditions.refuse(info, handler, reason);
        });
        if (annotation == null) {
            return;
        }
        guardedInfos.add(info);
        GuardedHandler guarded = GuardedHandler.of(handler, annotation, guard, beans);
        TransactionRules.check(
                beans,
                handler.getMethod(),
                handler.getBeanType(),
                guarded.guard().mode());
        guarded.name().ifPresent(name -> requireUnique(name, guarded));
        handlers.put(handler.getMethod(), guarded);
        for (String method : methods(info, guarded)) {
            for (String pattern : info.getPatternValues()) {
                HttpOperation operation = guarded.operation(method, pattern);
                operations.add(new GuardedOperation(
                        GuardedOperation.Kind.HTTP,
                        operation.operation().name(),
                        operation.operation().policy(),
                        guarded.owner()));
            }
        }
    }

    /** The configured path that guards a route; a template is compared as it is written. */
    private Optional<String> guardedPath(RequestMappingInfo info) {
        Set<RequestMethod> mapped = info.getMethodsCondition().getMethods();
        Set<String> methods = guard.policy().requests().methods().stream()
                .filter(method -> mapped.isEmpty() || mapped.contains(RequestMethod.resolve(method)))
                .collect(Collectors.toSet());
        return guard.paths().stream()
                .filter(path -> info.getPatternValues().stream()
                        .map(PathContainer::parsePath)
                        .anyMatch(route -> methods.stream().anyMatch(method -> path.matches(method, route))))
                .map(path -> "semel.http.paths (" + path.pattern() + ")")
                .findFirst();
    }

    private void add(GuardedPath path) {
        String name = (path.method().isEmpty() ? "*" : path.method()) + " " + path.pattern();
        operations.add(new GuardedOperation(
                GuardedOperation.Kind.HTTP, name, guard.policies().defaults(), "semel.http.paths"));
    }

    /** Whether a form may be for a guarded handler of its path, though none was found by the query's parameters. */
    private boolean mayHide(HttpServletRequest request) {
        return FormConditions.mayBeForm(request.getContentType())
                && guardedInfos.stream()
                        .filter(FormConditions::mayBeForm)
                        .map(RequestMappingInfo::getActivePatternsCondition)
                        .anyMatch(patterns -> patterns.getMatchingCondition(request) != null);
    }

    private Set<String> methods(RequestMappingInfo info, GuardedHandler guarded) {
        Set<String> mapped = info.getMethodsCondition().getMethods().stream()
                .map(Enum::name)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> guardedMethods = guard.policy().requests().methods();
        if (mapped.isEmpty()) {
            return new TreeSet<>(guardedMethods);
        }
        mapped.retainAll(guardedMethods);
        if (mapped.isEmpty()) {
            throw new IdempotencySetupException(
                    "@Idempotent does nothing on the handler method " + guarded.owner() + ": it is for "
                            + info.getMethodsCondition().getMethods() + ", and guarded are " + guardedMethods + ".",
                    "Remove it, or add PUT or DELETE to semel.http.methods; the others are safe already.");
        }
        return mapped;
    }

    private void requireUnique(String name, GuardedHandler guarded) {
        String other = ownersByName.putIfAbsent(name, guarded.owner());
        if (other != null && !other.equals(guarded.owner())) {
            throw new IdempotencySetupException(
                    "Two handler methods are the operation \"" + name + "\": " + other + " and " + guarded.owner()
                            + ".",
                    "Give each a name of its own in @Idempotent(operation).");
        }
    }

    /** The handlers of a template; if none is written so, those whose patterns it matches, as where a version is filled in. */
    List<HandlerLookup.Found> handlersAt(String method, String template) {
        List<HandlerLookup.Found> written = mapped.stream()
                .flatMap(each -> each.writtenAs(method, template))
                .toList();
        return written.isEmpty()
                ? mapped.stream()
                        .flatMap(each -> each.matching(method, template))
                        .toList()
                : written;
    }

    boolean isEmpty() {
        return operations.isEmpty();
    }

    HandlerLookup lookup() {
        return lookup;
    }

    Map<Method, GuardedHandler> handlers() {
        return handlers;
    }

    List<GuardedOperation> operations() {
        return List.copyOf(operations);
    }
}
