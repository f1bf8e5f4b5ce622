/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.CellId;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.EffectMark;
import dev.semel.spi.IdempotencyRecord;
import dev.semel.spi.Lease;
import dev.semel.spi.RecordState;
import dev.semel.spi.WriteResult;
import org.junit.jupiter.api.Test;

class PostgresIdempotencyStoreIT {
    private final PostgresIdempotencyStore store = PostgresIdempotencyStore.open(TestServer.dataSource());

    @Test
    void replaysTheResultAfterCompletion() {
        CellId cell = Requests.cell();
        Lease lease = Requests.lease(store.claim(Requests.of(cell)));

        assertThat(store.complete(lease, Requests.result("first"))).isEqualTo(WriteResult.APPLIED);
        assertThat(store.complete(lease, Requests.result("first"))).isEqualTo(WriteResult.APPLIED);
        assertThat(store.complete(lease, Requests.result("other"))).isEqualTo(WriteResult.REFUSED);
        assertThat(store.claim(Requests.of(cell))).isInstanceOfSatisfying(Claim.Refused.class, refused -> {
            assertThat(refused.record().state()).isEqualTo(RecordState.COMPLETED);
            assertThat(refused.record().result()).contains(Requests.result("first"));
        });
        assertThat(store.find(cell).map(IdempotencyRecord::token)).contains(lease.token());
    }

    @Test
    void grantsAgainAfterReleaseAbandonmentAndHold() {
        CellId cell = Requests.cell();
        Lease first = Requests.lease(store.claim(Requests.of(cell, Requests.INSTANT, Requests.RETENTION)));
        Claim second = store.claim(Requests.of(cell));
        assertThat(second).isInstanceOfSatisfying(Claim.Granted.class, granted -> {
            assertThat(granted.history()).isEqualTo(Claim.History.ABANDONED);
            assertThat(granted.attempt()).isEqualTo(2);
            assertThat(granted.lease().token()).isGreaterThan(first.token());
        });
        Lease lease = Requests.lease(second);
        assertThat(store.renew(lease, Requests.LEASE, EffectMark.BEGUN)).isEqualTo(WriteResult.APPLIED);
        assertThat(store.release(lease)).isEqualTo(WriteResult.APPLIED);
        assertThat(store.release(lease)).isEqualTo(WriteResult.APPLIED);
        assertThat(store.renew(lease, Requests.LEASE, EffectMark.BEGUN)).isEqualTo(WriteResult.LOST);
        assertThat(store.claim(Requests.of(cell)))
                .isInstanceOfSatisfying(Claim.Granted.class, granted -> assertThat(granted.history())
                        .isEqualTo(Claim.History.RELEASED));
    }

    @Test
    void grantsTheSameClaimAgainWithTheSameToken() {
        CellId cell = Requests.cell();
        ClaimRequest request = Requests.of(cell);
        Claim first = store.claim(request);

        assertThat(store.claim(request)).isEqualTo(first);
        assertThat(store.claim(Requests.of(cell))).isInstanceOf(Claim.Refused.class);
    }

    @Test
    void purgesWhatExpired() {
        CellId cell = Requests.cell();
        Lease lease = Requests.lease(store.claim(Requests.of(cell, Requests.INSTANT, Requests.INSTANT)));

        assertThat(store.complete(lease, Requests.result("late"))).isEqualTo(WriteResult.LOST);
        assertThat(store.purge(Integer.MAX_VALUE)).isPositive();
        assertThat(store.find(cell)).isEmpty();
    }
}
