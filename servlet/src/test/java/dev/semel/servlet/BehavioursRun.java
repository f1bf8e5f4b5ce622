/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

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

/** A run of the tests of one server, and which of them passed: as nested class and method. */
final class BehavioursRun implements TestExecutionListener {
    private final Set<String> passed = new TreeSet<>();
    private final Set<String> failed = new TreeSet<>();

    private BehavioursRun() {}

    static BehavioursRun of(Class<?> tests, Predicate<String> which) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(tests))
                .filters((PostDiscoveryFilter) descriptor -> FilterResult.includedIf(descriptor
                        .getSource()
                        .flatMap(BehavioursRun::name)
                        .filter(which)
                        .isPresent()))
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "false")
                // what waits for something that a mutation keeps from coming has noticed it
                .configurationParameter("junit.jupiter.execution.timeout.default", "2 s")
                .configurationParameter("junit.jupiter.execution.timeout.thread.mode.default", "SEPARATE_THREAD")
                .build();
        BehavioursRun run = new BehavioursRun();
        LauncherFactory.create().execute(request, run);
        run.passed.removeAll(run.failed);
        return run;
    }

    private static Optional<String> name(TestSource source) {
        return source instanceof MethodSource method
                ? Optional.of(method.getClassName().replaceFirst(".*[$]", "") + "." + method.getMethodName())
                : Optional.empty();
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        test.getSource()
                .flatMap(BehavioursRun::name)
                .ifPresent(name ->
                        (result.getStatus() == TestExecutionResult.Status.SUCCESSFUL ? passed : failed).add(name));
    }

    Set<String> passed() {
        return passed;
    }

    Set<String> failed() {
        return failed;
    }
}
