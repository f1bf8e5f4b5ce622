/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel;

import dev.semel.codec.ResultCodec;
import dev.semel.spi.RecordedResult;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is made idempotent: a name, a policy and a way to store its result. Built once and used for every call; safe for
 * use by many threads.
 *
 * @param <T> the type of the result
 * @param name part of every cell's name: renaming an operation forgets its records
 * @param policy how it is guarded
 * @param codec how its result is stored
 * @param reconciler what decides after an attempt died with an effect outside perhaps done
 */
public record Operation<T extends @Nullable Object>(
        String name, IdempotencyPolicy policy, ResultCodec<T> codec, Reconciler<T> reconciler) {
    /**
     * Checks the parts.
     *
     * @param name as above
     * @param policy as above
     * @param codec as above
     * @param reconciler as above
     * @throws IllegalArgumentException if the name is blank, or the codec names itself in a way that cannot be recorded
     */
    public Operation {
        Objects.requireNonNull(policy, "policy");
        // Fails here, and not after an effect, if the codec's name or version cannot be recorded.
        RecordedResult empty = new RecordedResult(RecordedResult.Kind.NULL, codec.name(), codec.version(), Bytes.EMPTY);
        if (!empty.codec().equals(codec.name())) {
            throw new IllegalArgumentException("The name of a codec must be the same at every call.");
        }
        Objects.requireNonNull(reconciler, "reconciler");
        if (Objects.requireNonNull(name, "name").isBlank()) {
            throw new IllegalArgumentException("An operation needs a name that is not blank.");
        }
    }

    /**
     * An operation that holds unknown outcomes until somebody resolves them.
     *
     * @param <T> the type of the result
     * @param name its stable name
     * @param policy how it is guarded
     * @param codec how its result is stored
     * @return the operation
     */
    public static <T extends @Nullable Object> Operation<T> of(
            String name, IdempotencyPolicy policy, ResultCodec<T> codec) {
        return new Operation<>(name, policy, codec, Reconciler.hold());
    }

    /**
     * This operation with another way to decide unknown outcomes.
     *
     * @param reconciler what decides
     * @return a new operation
     */
    public Operation<T> withReconciler(Reconciler<T> reconciler) {
        return new Operation<>(name, policy, codec, reconciler);
    }
}
