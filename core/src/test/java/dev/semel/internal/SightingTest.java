/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.Bytes;
import dev.semel.CellId;
import dev.semel.FencingToken;
import dev.semel.Fingerprint;
import dev.semel.spi.IdempotencyRecord;
import dev.semel.spi.RecordState;
import dev.semel.spi.RecordedResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** For how long what one call was told answers others. */
class SightingTest {
    private static final long ASKED = 1_000;
    private static final long FRESH = Sighting.FRESH_NANOS;

    private static Sighting seen(RecordState state, Duration lease, Duration retention) {
        Optional<RecordedResult> result = state == RecordState.COMPLETED
                ? Optional.of(new RecordedResult(RecordedResult.Kind.VALUE, "text", 1, Bytes.utf8("paid")))
                : Optional.empty();
        IdempotencyRecord.Times times = new IdempotencyRecord.Times(lease, Instant.EPOCH, retention);
        return new Sighting.Seen(
                ASKED,
                new IdempotencyRecord(
                        new CellId(1, 2), state, new FencingToken(7), 1, Fingerprint.NONE, times, result));
    }

    @Test
    void saysThatACallRunsWhileItsLeaseLivesAndIsFresh() {
        Sighting running = seen(RecordState.IN_PROGRESS, Duration.ofMillis(100), Duration.ZERO);
        assertThat(running.isBusy(ASKED + Duration.ofMillis(100).toNanos() - 1)).isTrue();
        assertThat(running.isBusy(ASKED + Duration.ofMillis(100).toNanos())).isFalse();
        assertThat(running.isRecent(ASKED + FRESH)).isTrue();
        assertThat(running.isRecent(ASKED + FRESH + 1)).isFalse();
    }

    /** First seen in a simulation. */
    @Test
    void replaysNothingPastTheRetentionThatTheStoreTold() {
        Sighting completed = seen(RecordState.COMPLETED, Duration.ZERO, Duration.ofMillis(100));
        assertThat(completed.isRecent(ASKED + Duration.ofMillis(100).toNanos() - 1))
                .isTrue();
        assertThat(completed.isRecent(ASKED + Duration.ofMillis(100).toNanos())).isFalse();
        assertThat(seen(RecordState.COMPLETED, Duration.ZERO, Duration.ZERO).isRecent(ASKED + 1))
                .as("where the store does not tell")
                .isFalse();
    }

    @Test
    void tellsNothingOfAHeldRecordOrAFailureToThoseWhoComeLater() {
        assertThat(seen(RecordState.HELD, Duration.ZERO, Duration.ZERO).isRecent(ASKED))
                .isFalse();
        assertThat(new Sighting.NoAnswer(ASKED, new IllegalStateException()).isRecent(ASKED))
                .isFalse();
    }
}
