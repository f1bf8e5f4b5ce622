/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/**
 * Many failovers under load, for {@code ./semel failovers} and no ordinary build: a replica that was cut off a moment
 * before takes the place of a master that is killed. What a replica confirmed must be there; what none confirmed is
 * counted, and what is lost of it.
 */
class Failovers {
    private static final int COUNT = Integer.getInteger("semel.failovers", 50);
    private static final Path LEDGER = Path.of("../docs/reliability/ledger.csv");
    private static final RedisOptions PLAIN = RedisOptions.DEFAULTS.withTimeout(Duration.ofSeconds(2));
    private static final int CLAIMS_BEFORE = 200;
    private static final int CLAIMS_AFTER_THE_CUT = 50;

    @Test
    void nothingThatAReplicaConfirmedIsLost() throws IOException {
        long start = System.nanoTime();
        Tally tally = new Tally();
        for (int i = 0; i < COUNT; i++) {
            failOver(tally, i % 2 == 0);
        }
        String counts = COUNT + " failovers; " + tally.counts();
        System.out.println("failovers: " + counts + "; " + tally.violations() + " violations; "
                + Duration.ofNanos(System.nanoTime() - start).toSeconds() + " s");
        Files.writeString(
                LEDGER,
                String.join(
                        ",",
                        LocalDate.now(ZoneOffset.UTC).toString(),
                        "./semel failovers " + COUNT,
                        System.getenv().getOrDefault("SEMEL_COMMIT", "unknown"),
                        "Redis claims and answers over failovers to a replica; WAIT 1 beside none",
                        counts,
                        tally.violations() + "\n"),
                StandardOpenOption.APPEND);

        assertThat(tally.violations()).isZero();
        assertThat(tally.confirmed()).isPositive();
    }

    private static void failOver(Tally tally, boolean cutOff) {
        try (Opened opened = new Opened()) {
            RedisProcess master = opened.add(RedisProcess.start());
            RedisProcess replica = opened.add(RedisProcess.startReplica(master));
            RedisIdempotencyStore confirming =
                    opened.onceOn(master, PLAIN.withConfirmingReplicas(1, Duration.ofMillis(200)));
            RedisIdempotencyStore plain = opened.onceOn(master, PLAIN);
            Load confirmed = opened.add(Load.on(confirming));
            Load unconfirmed = opened.add(Load.on(plain));
            Waits.until(() -> confirmed.claims() > CLAIMS_BEFORE && unconfirmed.claims() > CLAIMS_BEFORE);
            if (cutOff) {
                replica.suspend();
                master.dropReplicas();
                int before = unconfirmed.claims();
                Waits.until(() -> unconfirmed.claims() > before + CLAIMS_AFTER_THE_CUT);
            }
            master.kill();
            confirmed.close();
            unconfirmed.close();
            replica.resume();
            replica.ask(commands -> commands.replicaofNoOne());
            replica.awaitInfo("role:master");
            tally.add(confirmed, unconfirmed, confirming.confirmations(), opened.onceOn(replica, PLAIN));
        }
    }

    /** What became of what was acknowledged. */
    private static final class Tally {
        private long confirmed;
        private long confirmedLost;
        private long unconfirmed;
        private long plain;
        private long plainLost;
        private long fencesNotAbove;

        private void add(Load confirmedLoad, Load plainLoad, Confirmations told, RedisIdempotencyStore after) {
            confirmed += told.confirmed();
            unconfirmed += told.unconfirmed();
            plain += plainLoad.acknowledged();
            confirmedLost += confirmedLoad.lostAt(after);
            plainLost += plainLoad.lostAt(after);
            fencesNotAbove += confirmedLoad.fencesNotAbove(after) + plainLoad.fencesNotAbove(after);
        }

        private long confirmed() {
            return confirmed;
        }

        private long violations() {
            return confirmedLost + fencesNotAbove;
        }

        private String counts() {
            return "%d confirmed writes, %d of them lost; %d not confirmed in time and told as unknown; %d writes without WAIT, %d of them lost; %d fences not above"
                    .formatted(confirmed, confirmedLost, unconfirmed, plain, plainLost, fencesNotAbove)
                    .replace(", ", " and ");
        }
    }
}
