/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client;

import dev.semel.IdempotencyKey;
import dev.semel.client.spi.Exchange;
import dev.semel.http.HeaderField;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The key of one call, and what an attempt has to set for it.
 *
 * @param value null if none is sent
 * @param issued null if the caller has set it, or none is sent
 * @param fields the field to set; empty if the caller has set it
 */
record CallKey(@Nullable IdempotencyKey value, @Nullable IssuedKey issued, List<HeaderField> fields) {

    /**
     * Decides the key before the first send. One that the caller has set stays; a source given for this very call must
     * then agree with it, since otherwise some layer has copied a key that is not this call's: the inbound one, say.
     */
    static CallKey of(SenderSettings settings, Exchange<?> exchange, @Nullable KeySource forThisCall) {
        Instant now = settings.clock().instant();
        List<String> lines = exchange.header(settings.placement().header());
        boolean isKeyed = forThisCall != null || settings.rules().keyedMethods().contains(exchange.method());
        if (lines.isEmpty()) {
            KeySource source = forThisCall != null ? forThisCall : settings.keys();
            return isKeyed ? issued(settings, source.issue(now)) : new CallKey(null, null, List.of());
        }
        Optional<IdempotencyKey> set = settings.placement().read(lines);
        if (forThisCall == null) {
            return new CallKey(set.orElse(null), null, List.of());
        }
        IssuedKey issued = forThisCall.issue(now);
        if (!set.equals(Optional.of(issued.key()))) {
            throw new IllegalArgumentException(
                    "This request has a key in " + settings.placement().header()
                            + " already, and it is not the one given for this call. If it was copied from the inbound"
                            + " request, do not: send the derived key only.");
        }
        return new CallKey(issued.key(), issued, List.of());
    }

    private static CallKey issued(SenderSettings settings, IssuedKey issued) {
        return new CallKey(issued.key(), issued, List.of(settings.placement().field(issued.key())));
    }

    boolean isSent() {
        return value != null;
    }

    boolean mayHaveBeenSent() {
        return issued != null && issued.history() == IssuedKey.History.MAY_HAVE_BEEN_SENT;
    }

    /** When the call ends at the latest: its own deadline, or the end of the key's life. */
    Instant end(Instant now, RetryLimits limits) {
        Instant deadline = now.plus(limits.deadline());
        Instant tooOld = (issued == null ? now : issued.since()).plus(limits.keyLifetime());
        return tooOld.isBefore(deadline) ? tooOld : deadline;
    }
}
