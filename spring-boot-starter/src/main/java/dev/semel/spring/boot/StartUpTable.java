/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import dev.semel.IdempotentExecutor;
import dev.semel.Mode;
import dev.semel.WaitStrategy;
import dev.semel.spi.StoreCapabilities;
import dev.semel.spring.GuardedHandlers;
import dev.semel.spring.GuardedOperation;
import dev.semel.spring.IdempotentMethodsCheck;
import dev.semel.spring.ModeExecutors;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextRefreshedEvent;

/** Tells in the log, once, what is guarded and what each mode promises. */
final class StartUpTable implements ApplicationListener<ContextRefreshedEvent> {
    private static final Logger LOG = LoggerFactory.getLogger("dev.semel");
    private static final List<String> HEADINGS =
            List.of("operation", "mode", "store", "lease", "retention", "duplicate", "guarded at");

    private final ModeExecutors executors;
    private final SemelProperties properties;
    private final IdempotentMethodsCheck methods;
    private final ObjectProvider<GuardedHandlers> handlers;

    StartUpTable(
            ModeExecutors executors,
            SemelProperties properties,
            IdempotentMethodsCheck methods,
            ObjectProvider<GuardedHandlers> handlers) {
        this.executors = executors;
        this.properties = properties;
        this.methods = methods;
        this.handlers = handlers;
    }

    @Override
    public void onApplicationEvent(ContextRefreshedEvent event) {
        LOG.info("{}", text());
        idleRoutes().forEach(idle -> LOG.warn("{}", idle));
    }

    private List<GuardedOperation> operations() {
        List<GuardedOperation> operations = new ArrayList<>(methods.operations());
        handlers.forEach(each -> operations.addAll(each.operations()));
        operations.sort(Comparator.comparing(GuardedOperation::name));
        return operations;
    }

    /** One line for each name of a route that is no operation's: misspelt, it would send nothing there, without a word. */
    List<String> idleRoutes() {
        List<GuardedOperation> operations = operations();
        return properties.routes().stream()
                .flatMap(route -> route.operations().stream()
                        .filter(pattern -> operations.stream()
                                .noneMatch(operation -> RouteProperties.takes(pattern, operation.name())))
                        .map(pattern -> "semel.routes sends \"" + pattern + "\" to " + route.store()
                                + ", and no guarded operation has such a name. If it is misspelt, what it was meant for is"
                                + " recorded in the default store; operations that code makes by itself are not known"
                                + " here."))
                .toList();
    }

    String text() {
        List<GuardedOperation> operations = operations();
        StringBuilder text = new StringBuilder("Semel guards " + operations.size() + " operations");
        text.append(properties.secret() == null ? " (keys hashed without semel.secret)\n" : "\n");
        if (!operations.isEmpty()) {
            List<List<String>> rows = new ArrayList<>(List.of(HEADINGS));
            operations.forEach(each -> rows.add(row(each)));
            rows.forEach(row -> text.append("  ").append(line(row, rows)).append('\n'));
        }
        executors.byMode().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(each -> promises(each.getKey(), each.getValue(), operations))
                .forEach(promise -> text.append("  ").append(promise).append('\n'));
        if (properties.wakeUp().enabled()) {
            text.append("  calls that wait for another node are woken by it, and poll besides\n");
        }
        return text.toString().stripTrailing();
    }

    /** One for the default store of the mode, and one for each other to which its operations are routed. */
    private static Stream<String> promises(Mode mode, IdempotentExecutor executor, List<GuardedOperation> operations) {
        Stream<StoreCapabilities> routed = operations.stream()
                .filter(operation -> operation.policy().mode() == mode)
                .map(operation -> executor.capabilities(operation.name()));
        return Stream.concat(Stream.of(executor.capabilities()), routed)
                .distinct()
                .map(store -> promise(mode, store));
    }

    private String store(GuardedOperation operation) {
        return executors
                .find(operation.policy().mode())
                .map(executor -> executor.capabilities(operation.name()).name())
                .orElse("-");
    }

    private List<String> row(GuardedOperation operation) {
        boolean joined = operation.policy().mode() == Mode.JOINED;
        WaitStrategy waiting = operation.policy().waiting();
        return List.of(
                operation.name(),
                operation.policy().mode().name().toLowerCase(Locale.ROOT),
                store(operation),
                joined ? "-" : print(operation.policy().lease()),
                print(operation.policy().retention()),
                waiting instanceof WaitStrategy.WaitUpTo upTo ? "waits " + print(upTo.limit()) : "is rejected",
                operation.owner());
    }

    private static String line(List<String> row, List<List<String>> rows) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            int at = column;
            int width =
                    rows.stream().mapToInt(each -> each.get(at).length()).max().orElse(0);
            line.append(String.format("%-" + (width + 2) + "s", row.get(column)));
        }
        return line.toString().stripTrailing();
    }

    private static String promise(Mode mode, StoreCapabilities store) {
        String where = " [" + store.name() + ", durability " + store.durability()
                + (store.shared() ? "" : ", this process only") + "]";
        return switch (mode) {
            case JOINED ->
                "joined" + where + ": takes effect once; record and rows commit together, a crash rolls both back";
            case LEASED ->
                "leased" + where + ": recorded once; after a crash a retry runs again, and an effect outside is once"
                        + " only if the callee checks the fence or the derived key";
        };
    }

    private static String print(Duration duration) {
        for (ChronoUnit unit : List.of(ChronoUnit.HOURS, ChronoUnit.MINUTES, ChronoUnit.SECONDS)) {
            if (duration.toMillis() % unit.getDuration().toMillis() == 0) {
                return DurationStyle.SIMPLE.print(duration, unit);
            }
        }
        return DurationStyle.SIMPLE.print(duration, ChronoUnit.MILLIS);
    }
}
