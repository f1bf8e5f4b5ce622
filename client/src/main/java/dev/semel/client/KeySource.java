/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client;

import dev.semel.Execution;
import dev.semel.IdempotencyKey;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/** Where the key of a call comes from. It is asked once per call, before the first send; not again for a retry. */
@FunctionalInterface
public interface KeySource {
    /**
     * Issues the key.
     *
     * @param now the time of the call
     * @return the key for all attempts of this call
     */
    IssuedKey issue(Instant now);

    /**
     * A new random key per call. It is lost with the process; see {@link #journaled} for one that is not.
     *
     * @return a source for many calls
     */
    static KeySource random() {
        return now -> new IssuedKey(randomKey(), now, IssuedKey.History.NEW);
    }

    /**
     * A key of the caller's own, for example the number of an order. What an earlier call did under it is not known here.
     *
     * @param key the key
     * @return a source for the calls of one intent
     */
    static KeySource of(IdempotencyKey key) {
        Objects.requireNonNull(key, "key");
        return now -> new IssuedKey(key, now, IssuedKey.History.NEW);
    }

    /**
     * The key that is derived from the running execution, so that a retry of the inbound request sends the same one, and
     * the callee never sees the inbound key.
     *
     * @param execution the running attempt
     * @param step the stable name of the call, for example {@code charge}
     * @return a source for this step
     */
    static KeySource downstream(Execution execution, String step) {
        IdempotencyKey derived = IdempotencyKey.of(execution.downstreamKey(step));
        boolean first = execution.attempt() == 1 && !execution.recovered();
        IssuedKey.History history = first ? IssuedKey.History.NEW : IssuedKey.History.MAY_HAVE_BEEN_SENT;
        return now -> new IssuedKey(derived, now, history);
    }

    /**
     * A random key that a journal remembers before the first send, so that a process that is started again resumes.
     *
     * @param journal where keys are remembered
     * @param intent the stable name of what is to happen once, for example {@code order-42/charge}
     * @return a source for this intent
     */
    static KeySource journaled(KeyJournal journal, String intent) {
        Objects.requireNonNull(journal, "journal");
        Objects.requireNonNull(intent, "intent");
        return now -> {
            KeyJournal.Entry proposed = new KeyJournal.Entry(randomKey(), now);
            KeyJournal.Entry entry = journal.entryFor(intent, proposed);
            boolean isNew = entry.key().equals(proposed.key());
            return new IssuedKey(
                    entry.key(), entry.since(), isNew ? IssuedKey.History.NEW : IssuedKey.History.MAY_HAVE_BEEN_SENT);
        };
    }

    private static IdempotencyKey randomKey() {
        return IdempotencyKey.of(UUID.randomUUID().toString());
    }
}
