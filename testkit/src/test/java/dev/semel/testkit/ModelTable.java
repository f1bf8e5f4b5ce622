/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What lies on the disk of a model store; all its nodes lock it for each statement. */
final class ModelTable {
    final InstantSource clock;
    final Map<String, Row> rows = new TreeMap<>();
    final Map<String, Instant> oldExpiries = new HashMap<>();
    final Gap gap = new Gap();
    long lastToken = 1;
    private long grants;

    ModelTable(InstantSource clock) {
        this.clock = clock;
    }

    synchronized @Nullable Row get(String key) {
        Row row = rows.get(key);
        return row == null ? null : row.copy();
    }

    synchronized Instant expiryOf(String key) {
        Row row = rows.get(key);
        return row == null ? Instant.MAX : row.expiresAt;
    }

    synchronized void put(String key, Row row) {
        oldExpiries.putIfAbsent(key, row.expiresAt);
        rows.put(key, row);
    }

    synchronized void grant(String key, Row row) {
        put(key, row);
        grants++;
        notifyAll();
    }

    /** Lets a claim come in between, for as long as a purge of many rows takes. */
    synchronized void awaitGrant() {
        long before = grants;
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(20);
        try {
            while (grants == before && System.nanoTime() < deadline) {
                TimeUnit.MILLISECONDS.timedWait(this, 5);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
