/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.Cell;
import dev.semel.CellId;
import dev.semel.Fingerprint;
import dev.semel.IdempotencyKey;
import dev.semel.Scope;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimId;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the memory store does beyond the contract, which is run in the testkit. */
class InMemoryIdempotencyStoreLimitTest {
    private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final InMemoryIdempotencyStore store = new InMemoryIdempotencyStore(() -> now, 2);

    private static ClaimRequest wish(long cell, Duration retention) {
        Cell clear = new Cell(Scope.of("memory"), "limit", IdempotencyKey.of("key " + cell));
        ClaimRequest.Terms terms = new ClaimRequest.Terms(Duration.ofSeconds(1), retention, false);
        return new ClaimRequest(new ClaimId(1, cell), new CellId(cell, cell), clear, List.of(Fingerprint.NONE), terms);
    }

    @Test
    void failsClosedWhenItIsFull() {
        store.claim(wish(1, Duration.ofHours(1)));
        store.claim(wish(2, Duration.ofHours(1)));

        assertThatThrownBy(() -> store.claim(wish(3, Duration.ofHours(1))))
                .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.certainty())
                        .isEqualTo(StoreException.Certainty.OVERLOADED))
                .hasMessageContaining("2 records")
                .hasMessageContaining("higher maximum");
        assertThat(store.find(new CellId(3, 3))).isEmpty();
    }

    @Test
    void stillServesTheCellsThatItHasWhenItIsFull() {
        store.claim(wish(1, Duration.ofHours(1)));
        store.claim(wish(2, Duration.ofHours(1)));
        now = now.plusSeconds(2);

        assertThat(store.claim(wish(2, Duration.ofHours(1)))).isInstanceOf(Claim.Granted.class);
    }

    @Test
    void hasRoomAgainAfterAPurge() {
        store.claim(wish(1, Duration.ofHours(1)));
        store.claim(wish(2, Duration.ofHours(1)));
        now = now.plus(Duration.ofHours(1));

        assertThat(store.purge(1)).isEqualTo(1);
        assertThat(store.claim(wish(3, Duration.ofHours(1)))).isInstanceOf(Claim.Granted.class);
    }

    @Test
    void keepsARecordForEverIfItIsToldTo() {
        store.claim(wish(1, FOR_EVER));
        now = now.plus(Duration.ofDays(300 * 365));

        assertThat(store.find(new CellId(1, 1))).isPresent();
    }

    @Test
    void drawsHigherTokensThanAStoreThatWasMadeEarlier() {
        Claim.Granted before = (Claim.Granted) store.claim(wish(1, Duration.ofHours(1)));
        now = now.plusMillis(1);
        InMemoryIdempotencyStore restarted = new InMemoryIdempotencyStore(() -> now);
        Claim.Granted after = (Claim.Granted) restarted.claim(wish(1, Duration.ofHours(1)));

        assertThat(after.lease().token()).isGreaterThan(before.lease().token());
    }

    @Test
    void refusesLimitsThatMakeNoSense() {
        assertThatThrownBy(() -> new InMemoryIdempotencyStore(() -> now, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.purge(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
