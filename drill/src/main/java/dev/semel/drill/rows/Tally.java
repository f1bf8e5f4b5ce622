/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.rows;

import dev.semel.drill.Feature;
import dev.semel.drill.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How often handlers ran since a check began. Where a service counts by key and the row's keys are plain ones, their
 * executions alone, so that others disturb nothing; else all executions.
 */
final class Tally {
    private final Service service;
    private final Findings findings;
    private final boolean countsAll;
    private final List<String> keys = new ArrayList<>();
    private final long before;

    Tally(Service service, Findings findings, Row row) throws IOException {
        this.service = service;
        this.findings = findings;
        this.countsAll = row.conditions().needs().contains(Feature.COUNTER) || !findings.has(Feature.EXECUTIONS);
        this.before = countsAll && findings.has(Feature.COUNTER) ? all() : 0;
    }

    void watch(String key) {
        keys.add(key);
    }

    long runs() throws IOException {
        return all() - before;
    }

    private long all() throws IOException {
        long sum = 0;
        int nodes = findings.oneCounter() ? 1 : service.nodes().size();
        for (int node = 0; node < nodes; node++) {
            sum += countsAll ? known(service.counter(node)) : ofKeys(node);
        }
        return sum;
    }

    private long ofKeys(int node) throws IOException {
        long sum = 0;
        for (String key : keys) {
            sum += known(service.executions(node, key));
        }
        return sum;
    }

    private static long known(Optional<Long> count) {
        return count.orElseThrow(() -> Finding.unmet("a count of executions", "none any more"));
    }
}
