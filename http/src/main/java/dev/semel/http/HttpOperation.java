/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

import dev.semel.IdempotencyPolicy;
import dev.semel.Mode;
import dev.semel.Operation;
import java.util.Objects;

/**
 * A guarded route. Built once and used for every request; safe for use by many threads.
 *
 * @param operation its name, usually method and route template such as {@code POST /payments/{id}/refunds}, its guard and
 *     its reconciler; two routes with one name share their keys
 * @param policy how it is guarded over HTTP
 */
public record HttpOperation(Operation<StoredResponse> operation, HttpPolicy policy) {
    /**
     * Checks that the parts fit together.
     *
     * @param operation as above
     * @param policy as above
     * @throws IllegalArgumentException if crashes are quarantined in joined mode, where a crash rolls back
     */
    public HttpOperation {
        Objects.requireNonNull(operation, "operation");
        Objects.requireNonNull(policy, "policy");
        if (policy.answers().abandoned() == Abandoned.QUARANTINE
                && operation.policy().mode() == Mode.JOINED) {
            throw new IllegalArgumentException(
                    "In joined mode a crash rolls everything back and there is nothing to quarantine.");
        }
    }

    /**
     * A route that holds unknown outcomes until somebody resolves them.
     *
     * @param name its stable name
     * @param guard mode, lease, retention and waiting; its failure rules are not used, see {@link ResponseRules}
     * @param policy how it is guarded over HTTP
     * @return the operation
     */
    public static HttpOperation of(String name, IdempotencyPolicy guard, HttpPolicy policy) {
        return new HttpOperation(Operation.of(name, guard, StoredResponseCodec.INSTANCE), policy);
    }

    /**
     * The mode of the operation.
     *
     * @return what commits together
     */
    public Mode mode() {
        return operation.policy().mode();
    }
}
