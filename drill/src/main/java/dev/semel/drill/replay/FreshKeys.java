/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.replay;

import dev.semel.drill.wire.Request;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/** The keys of a run: what was equal in the recording is equal here, and nothing is equal to a key of another run. */
final class FreshKeys {
    private final ReplayPlan.Keys keys;
    private final String run;

    FreshKeys(ReplayPlan.Keys keys, String run) {
        this.keys = keys;
        this.run = run;
    }

    /** The request with its key; each way to duplicate has one of its own, except the first. */
    Request keyed(Recorded recorded, Request request, String variant) {
        Optional<String> old = recorded.header(keys.header());
        if (old.isEmpty() && !keys.minted()) {
            return request;
        }
        String seed = old.map(key -> "key " + key).orElse("place " + recorded.place());
        String uuid = UUID.nameUUIDFromBytes((run + '\n' + variant + '\n' + seed).getBytes(StandardCharsets.UTF_8))
                .toString();
        // the draft's field is a quoted string; those of single vendors are bare
        boolean quoted =
                old.map(key -> key.startsWith("\"")).orElse(keys.header().equalsIgnoreCase("Idempotency-Key"));
        return request.without(keys.header()).with(keys.header() + ": " + (quoted ? '"' + uuid + '"' : uuid));
    }

    Optional<String> recorded(Recorded recorded) {
        return recorded.header(keys.header());
    }
}
