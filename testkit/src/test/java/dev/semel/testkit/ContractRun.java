/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** A run of a contract, of all its behaviours or some, and how they ended: as group and method. */
final class ContractRun implements TestExecutionListener {
    private final Set<String> passed = new TreeSet<>();
    private final Set<String> aborted = new TreeSet<>();
    private final Set<String> failed = new TreeSet<>();

    private ContractRun() {}

    static ContractRun of(Class<?> contract, Predicate<String> behaviours) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(contract))
                .filters((PostDiscoveryFilter) descriptor -> FilterResult.includedIf(descriptor
                        .getSource()
                        .flatMap(ContractRun::method)
                        .map(MethodSource::getMethodName)
                        .filter(behaviours)
                        .isPresent()))
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "false")
                .build();
        ContractRun run = new ContractRun();
        LauncherFactory.create().execute(request, run);
        run.passed.removeAll(run.failed);
        return run;
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        test.getSource().flatMap(ContractRun::method).ifPresent(method -> {
            String group = method.getClassName().replaceFirst(".*[$]", "");
            setOf(result).add(group + "." + method.getMethodName());
        });
    }

    private Set<String> setOf(TestExecutionResult result) {
        return switch (result.getStatus()) {
            case SUCCESSFUL -> passed;
            case ABORTED -> aborted;
            case FAILED -> failed;
        };
    }

    private static Optional<MethodSource> method(TestSource source) {
        return source instanceof MethodSource method ? Optional.of(method) : Optional.empty();
    }

    Set<String> passed() {
        return passed;
    }

    Set<String> aborted() {
        return aborted;
    }

    Set<String> failed() {
        return failed;
    }
}
