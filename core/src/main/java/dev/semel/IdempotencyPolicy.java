/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel;

import java.time.Duration;
import java.util.Objects;

/**
 * How an operation is guarded.
 *
 * @param mode what commits together
 * @param lease how long the right to run lives without renewal; it is renewed at a third of it while the action runs.
 *     Ignored in joined mode, where the transaction is the lease
 * @param retention how long the answer is replayed, counted from the last claim; at least the lease
 * @param waiting what a duplicate does meanwhile
 * @param failures what exceptions mean
 */
public record IdempotencyPolicy(
        Mode mode, Duration lease, Duration retention, WaitStrategy waiting, FailureClassifier failures) {
    private static final Duration SHORTEST_LEASE = Duration.ofMillis(100);

    /**
     * Checks the times.
     *
     * @param mode as above
     * @param lease as above
     * @param retention as above
     * @param waiting as above
     * @param failures as above
     * @throws IllegalArgumentException if the lease is below 100 ms or longer than the retention
     */
    public IdempotencyPolicy {
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(waiting, "waiting");
        Objects.requireNonNull(failures, "failures");
        if (lease.compareTo(SHORTEST_LEASE) < 0 || retention.compareTo(lease) < 0) {
            throw new IllegalArgumentException("The lease (" + lease + ") must be at least " + SHORTEST_LEASE
                    + " and not longer than the retention (" + retention + ").");
        }
    }

    /**
     * Leased mode, a lease of 30 s, retention of 24 h, duplicates in progress rejected, failures by phase.
     *
     * @return the policy
     */
    public static IdempotencyPolicy leased() {
        return new IdempotencyPolicy(
                Mode.LEASED,
                Duration.ofSeconds(30),
                Duration.ofHours(24),
                WaitStrategy.reject(),
                FailureClassifier.byPhase());
    }

    /**
     * Joined mode, otherwise as {@link #leased()}.
     *
     * @return the policy
     */
    public static IdempotencyPolicy joined() {
        return leased().withMode(Mode.JOINED);
    }

    /**
     * This policy in another mode.
     *
     * @param mode what commits together
     * @return a new policy
     */
    public IdempotencyPolicy withMode(Mode mode) {
        return new IdempotencyPolicy(mode, lease, retention, waiting, failures);
    }

    /**
     * This policy with another lease.
     *
     * @param lease at least 100 ms
     * @return a new policy
     */
    public IdempotencyPolicy withLease(Duration lease) {
        return new IdempotencyPolicy(mode, lease, retention, waiting, failures);
    }

    /**
     * This policy with another retention.
     *
     * @param retention at least the lease
     * @return a new policy
     */
    public IdempotencyPolicy withRetention(Duration retention) {
        return new IdempotencyPolicy(mode, lease, retention, waiting, failures);
    }

    /**
     * This policy with another way to treat duplicates in progress.
     *
     * @param waiting what they do
     * @return a new policy
     */
    public IdempotencyPolicy withWaiting(WaitStrategy waiting) {
        return new IdempotencyPolicy(mode, lease, retention, waiting, failures);
    }

    /**
     * This policy with another meaning of exceptions.
     *
     * @param failures what they mean
     * @return a new policy
     */
    public IdempotencyPolicy withFailures(FailureClassifier failures) {
        return new IdempotencyPolicy(mode, lease, retention, waiting, failures);
    }
}
