/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.benchmarks;

import dev.semel.Bytes;
import dev.semel.Call;
import dev.semel.Fingerprint;
import dev.semel.IdempotencyKey;
import dev.semel.IdempotencyPolicy;
import dev.semel.Operation;
import dev.semel.Scope;
import dev.semel.codec.ResultCodecs;

/** What guarded work is asked to do: a payment whose answer is 1 KiB. */
final class Calls {
    static final Bytes ANSWER = Bytes.utf8("a".repeat(1024));

    private static final Scope SCOPE = Scope.of("bench");

    private Calls() {}

    static Operation<Bytes> operation(IdempotencyPolicy policy) {
        return Operation.of("pay", policy, ResultCodecs.bytes());
    }

    static Call call(String key) {
        return Call.of(SCOPE, IdempotencyKey.of(key), new Fingerprint(1, Bytes.utf8("pay 100 to " + key)));
    }
}
