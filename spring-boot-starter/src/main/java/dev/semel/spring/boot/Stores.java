/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import dev.semel.IdempotentExecutor;
import dev.semel.Mode;
import dev.semel.spi.IdempotencyStore;
import dev.semel.spi.JoinedIdempotencyStore;
import dev.semel.spi.WakeUps;
import dev.semel.spring.IdempotencySetupException;
import dev.semel.spring.ModeExecutors;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
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
 * @param beans all there are, by the names of their beans
 */
record Stores(Map<Mode, IdempotencyStore> byMode, List<Route> routes, Map<String, IdempotencyStore> beans) {
    private static final String PREFIX = "semel";
    private static final String SUFFIX = "Store";

    /** Operations and where they are recorded. */
    record Route(RouteProperties rule, IdempotencyStore store) {}

    static Stores of(Map<String, IdempotencyStore> beans, List<RouteProperties> rules, @Nullable String preferred) {
        List<Route> routes =
                rules.stream().map(rule -> new Route(rule, routed(beans, rule))).toList();
        Map<Mode, IdempotencyStore> byMode = new EnumMap<>(Mode.class);
        for (Mode mode : Mode.values()) {
            only(mode, beans, preferred).ifPresent(store -> byMode.put(mode, store));
        }
        return new Stores(byMode, routes, beans);
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
        String bean = PREFIX + StringUtils.capitalize(name) + SUFFIX;
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

    /** What is short for the name of a store's bean. */
    private String nameOf(IdempotencyStore store) {
        String bean = beans.entrySet().stream()
                .filter(each -> each.getValue() == store)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
        boolean ours =
                bean.startsWith(PREFIX) && bean.endsWith(SUFFIX) && bean.length() > PREFIX.length() + SUFFIX.length();
        String name = ours
                ? StringUtils.uncapitalize(bean.substring(PREFIX.length(), bean.length() - SUFFIX.length()))
                : bean;
        return beans.containsKey(name) ? bean : name;
    }

    /** The decorator gets the name of a store, and is asked once for each. */
    ModeExecutors executors(
            BiFunction<String, IdempotencyStore, IdempotencyStore> decoration,
            Function<IdempotencyStore, WakeUps> channels,
            Function<IdempotentExecutor.Builder, IdempotentExecutor.Builder> settings) {
        IdentityHashMap<IdempotencyStore, IdempotencyStore> decorated = new IdentityHashMap<>();
        UnaryOperator<IdempotencyStore> decorator = store -> decoration.apply(nameOf(store), store);
        Map<Mode, IdempotentExecutor> executors = new EnumMap<>(Mode.class);
        byMode.forEach((mode, store) -> {
            IdempotencyStore own = decorated.computeIfAbsent(store, decorator);
            IdempotentExecutor.Builder builder = IdempotentExecutor.builder(own).wakeUps(channels.apply(store));
            if (mode == Mode.LEASED) {
                routes.forEach(each -> {
                    IdempotencyStore other = decorated.computeIfAbsent(each.store(), decorator);
                    builder.route(each.rule()::takes, other).wakeUps(other, channels.apply(each.store()));
                });
            }
            executors.put(mode, settings.apply(builder).build());
        });
        return new ModeExecutors(executors);
    }

    /**
     * Each store in which records lie. A database is in it twice where it keeps records of both modes, in the same tables:
     * which leased store is of the database of which joined one is not to be seen, and asking twice does no harm.
     */
    List<IdempotencyStore> places() {
        Stream<IdempotencyStore> leased = Stream.concat(
                Optional.ofNullable(byMode.get(Mode.LEASED)).stream(),
                routes.stream().map(Route::store));
        return Stream.concat(leased, byMode.values().stream()).distinct().toList();
    }
}
