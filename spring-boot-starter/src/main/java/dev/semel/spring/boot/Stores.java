/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import dev.semel.IdempotentExecutor;
import dev.semel.Mode;
import dev.semel.spi.IdempotencyStore;
import dev.semel.spi.JoinedIdempotencyStore;
import dev.semel.spring.IdempotencySetupException;
import dev.semel.spring.ModeExecutors;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/**
 * The default store of each mode, and those that operations are routed to.
 *
 * @param byMode of operations that no route takes
 * @param routes in the order in which they are asked
 */
record Stores(Map<Mode, IdempotencyStore> byMode, List<Route> routes) {
    /** Operations and where they are recorded. */
    record Route(RouteProperties rule, IdempotencyStore store) {}

    static Stores of(Map<String, IdempotencyStore> beans, List<RouteProperties> rules, @Nullable String preferred) {
        List<Route> routes =
                rules.stream().map(rule -> new Route(rule, routed(beans, rule))).toList();
        Map<Mode, IdempotencyStore> byMode = new EnumMap<>(Mode.class);
        for (Mode mode : Mode.values()) {
            only(mode, beans, preferred).ifPresent(store -> byMode.put(mode, store));
        }
        return new Stores(byMode, routes);
    }

    private static IdempotencyStore routed(Map<String, IdempotencyStore> beans, RouteProperties rule) {
        IdempotencyStore store = named(beans, rule.store(), "semel.routes[].store");
        if (store instanceof JoinedIdempotencyStore) {
            throw new IdempotencySetupException(
                    "semel.routes sends " + rule.operations() + " to " + rule.store()
                            + ", which joins transactions and takes joined operations only.",
                    "Route to a store of leased operations. Joined operations need no route.");
        }
        return store;
    }

    private static IdempotencyStore named(Map<String, IdempotencyStore> beans, String name, String property) {
        String bean = "semel" + StringUtils.capitalize(name) + "Store";
        IdempotencyStore store = beans.getOrDefault(name, beans.get(bean));
        if (store == null) {
            throw new IdempotencySetupException(
                    property + " is \"" + name + "\", and there is no such store.",
                    "Name one of the IdempotencyStore beans: " + String.join(", ", beans.keySet()) + ".");
        }
        return store;
    }

    private static Optional<IdempotencyStore> only(
            Mode mode, Map<String, IdempotencyStore> beans, @Nullable String preferred) {
        Map<String, IdempotencyStore> fitting = beans.entrySet().stream()
                .filter(bean -> bean.getValue() instanceof JoinedIdempotencyStore == (mode == Mode.JOINED))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, LinkedHashMap::new));
        if (preferred != null && mode == Mode.LEASED) {
            return Optional.of(named(fitting, preferred, "semel.default.store"));
        }
        if (fitting.size() > 1) {
            throw new IdempotencySetupException(
                    "There are several IdempotencyStore beans for " + mode + " mode: "
                            + String.join(", ", fitting.keySet()) + ".",
                    mode == Mode.LEASED
                            ? "Set semel.default.store to the one of operations that semel.routes does not name."
                            : "Leave one of them.");
        }
        return fitting.values().stream().findFirst();
    }

    /** The mode that a route puts an operation in. */
    Optional<Mode> modeOf(String operation) {
        return routes.stream().anyMatch(each -> each.rule().takes(operation))
                ? Optional.of(Mode.LEASED)
                : Optional.empty();
    }

    ModeExecutors executors(
            UnaryOperator<IdempotencyStore> decorator,
            Function<IdempotentExecutor.Builder, IdempotentExecutor.Builder> settings) {
        IdentityHashMap<IdempotencyStore, IdempotencyStore> decorated = new IdentityHashMap<>();
        Map<Mode, IdempotentExecutor> executors = new EnumMap<>(Mode.class);
        byMode.forEach((mode, store) -> {
            IdempotentExecutor.Builder builder =
                    IdempotentExecutor.builder(decorated.computeIfAbsent(store, decorator));
            if (mode == Mode.LEASED) {
                routes.forEach(
                        each -> builder.route(each.rule()::takes, decorated.computeIfAbsent(each.store(), decorator)));
            }
            executors.put(mode, settings.apply(builder).build());
        });
        return new ModeExecutors(executors);
    }

    /** Each place where records lie, once: joined and leased records of a database lie in the same tables. */
    List<IdempotencyStore> places() {
        List<IdempotencyStore> leased = Stream.concat(
                        Optional.ofNullable(byMode.get(Mode.LEASED)).stream(),
                        routes.stream().map(Route::store))
                .distinct()
                .toList();
        return leased.isEmpty() ? List.copyOf(byMode.values()) : leased;
    }
}
