/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.CellId;
import dev.semel.spi.Claim;
import dev.semel.spi.Lease;
import dev.semel.spi.WriteResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** That tokens increase (promise I5) and records are what they were, whatever befalls the server. */
class FencesIT {
    private static final RedisProcess SERVER = RedisProcess.start();

    private final Opened opened = new Opened();
    private final RedisIdempotencyStore store = opened.on(SERVER, RedisOptions.DEFAULTS);
    private final Keys keys = new Keys(RedisOptions.DEFAULTS.namespace());
    private final CellId cell = Requests.cell();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @AfterEach
    void close() {
        opened.close();
    }

    @Test
    void increasesAfterAllIsFlushed() {
        Lease before = claim();
        SERVER.ask(commands -> commands.flushall());

        assertThat(store.find(cell)).isEmpty();
        assertThat(claim().token()).isGreaterThan(before.token());
        assertThat(store.complete(before, Requests.result("late"))).isEqualTo(WriteResult.LOST);
    }

    @Test
    void increasesAfterTheCounterIsDeleted() {
        Lease before = claim();
        SERVER.ask(commands -> commands.del(new String(keys.fence(cell), StandardCharsets.US_ASCII)));

        assertThat(claimAfterLease().token()).isGreaterThan(before.token());
    }

    @Test
    void increasesAboveACounterThatIsAheadOfTheClock() {
        String counter = new String(keys.fence(cell), StandardCharsets.US_ASCII);
        long ahead = (System.currentTimeMillis() + Duration.ofDays(365).toMillis()) * 1000;
        SERVER.ask(commands -> commands.set(counter, Long.toString(ahead)));

        assertThat(claim().token().value()).isEqualTo(ahead + 1);
        assertThat(claimAfterLease().token().value()).isEqualTo(ahead + 2);
        SERVER.ask(commands -> commands.del(counter));
        assertThat(claimAfterLease().token().value()).isEqualTo(ahead + 3);
    }

    @Test
    void theCounterNeverExpiresAndTheRecordDoes() {
        claim();

        String counter = new String(keys.fence(cell), StandardCharsets.US_ASCII);
        long never = SERVER.ask(commands -> commands.pttl(counter));
        assertThat(never).isEqualTo(-1);
        String record = new String(keys.record(cell), StandardCharsets.US_ASCII);
        long left = SERVER.ask(commands -> commands.pttl(record));
        assertThat(left).isBetween(Requests.RETENTION.toMillis() - 60_000, Requests.RETENTION.toMillis() + 1);
    }

    @Test
    void scriptsThatTheServerHasForgottenAreSentInFull() {
        Lease lease = claim();
        SERVER.ask(commands -> commands.scriptFlush());
        assertThat(store.complete(lease, Requests.result("done"))).isEqualTo(WriteResult.APPLIED);
        SERVER.ask(commands -> commands.scriptFlush());

        assertThat(store.find(cell)).isPresent();
    }

    @Test
    void whatWasCompletedIsThereAfterAKill() {
        Lease lease = claim();
        assertThat(store.complete(lease, Requests.result("done"))).isEqualTo(WriteResult.APPLIED);
        SERVER.kill();
        SERVER.restart();

        RedisIdempotencyStore again = opened.on(SERVER, RedisOptions.DEFAULTS);
        assertThat(again.find(cell).flatMap(record -> record.result())).contains(Requests.result("done"));
        assertThat(again.complete(lease, Requests.result("done"))).isEqualTo(WriteResult.APPLIED);
    }

    @Test
    void aRecordThatTheServerDidNotDropIsExpiredAllTheSame() {
        Lease before = claim();
        store.complete(before, Requests.result("done"));
        Ageing ageing = new Ageing(List.of(SERVER), RedisOptions.DEFAULTS.namespace(), false);
        ageing.letPass(Requests.RETENTION.plusSeconds(1));

        assertThat(store.find(cell)).isEmpty();
        assertThat(store.complete(before, Requests.result("done"))).isEqualTo(WriteResult.LOST);
        Claim.Granted anew = (Claim.Granted) store.claim(Requests.of(cell, "another payload"));
        assertThat(anew.history()).isEqualTo(Claim.History.FRESH);
        assertThat(anew.lease().token()).isGreaterThan(before.token());
        assertThat(store.find(cell).orElseThrow().result()).isEmpty();
    }

    private Lease claim() {
        return Requests.lease(store.claim(Requests.of(cell)));
    }

    private Lease claimAfterLease() {
        new Ageing(List.of(SERVER), RedisOptions.DEFAULTS.namespace(), true).letPass(Requests.LEASE.plusSeconds(1));
        return claim();
    }
}
