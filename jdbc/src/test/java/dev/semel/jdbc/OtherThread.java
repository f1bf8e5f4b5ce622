/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import dev.semel.spi.Transaction;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** A thread on which a transaction stays open between two steps of a test; rolled back at the end. */
final class OtherThread implements AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread daemon = new Thread(work, "other");
        daemon.setDaemon(true);
        return daemon;
    });
    private final Deque<Transaction> open = new ArrayDeque<>();

    /** Runs a step there and waits for it; one that blocks fails the test. */
    <T> T run(Supplier<T> step) {
        try {
            T answer = thread.submit(step::get).get(20, TimeUnit.SECONDS);
            if (answer instanceof Transaction transaction) {
                open.push(transaction);
            }
            return answer;
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("The other thread is stuck.", e);
        } catch (ExecutionException e) {
            throw new AssertionError("The other thread failed.", e.getCause());
        }
    }

    @Override
    public void close() {
        run(() -> {
            open.forEach(Transaction::rollback);
            return true;
        });
        thread.shutdown();
    }
}
