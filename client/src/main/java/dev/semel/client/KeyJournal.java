/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client;

import dev.semel.IdempotencyKey;
import java.time.Instant;
import java.util.Objects;

/**
 * Remembers the key of an intent before the first send, so that a process that is started again sends the same key: a
 * table, a file. Implementations are called by many threads and by many processes.
 *
 * <p>Forget an entry only after what the result said is durable on your side; a forgotten intent gets a new key.
 */
@FunctionalInterface
public interface KeyJournal {
    /**
     * Finds the entry of an intent, or makes the proposed one durable. It must have been written when this returns, and
     * of several concurrent proposals for an intent all callers must get the same one. If it throws, nothing is sent.
     *
     * @param intent the stable name of what is to happen once, for example {@code order-42/charge}
     * @param proposed the entry for an intent that has none
     * @return the entry that counts
     */
    Entry entryFor(String intent, Entry proposed);

    /**
     * What is remembered of an intent.
     *
     * @param key the key to send
     * @param since when it was minted; a key that is too old is not sent any more, since the server may have forgotten it
     */
    record Entry(IdempotencyKey key, Instant since) {
        /**
         * Checks the parts.
         *
         * @param key as above
         * @param since as above
         */
        public Entry {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(since, "since");
        }
    }
}
