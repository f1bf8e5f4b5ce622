/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.semel.CellId;
import dev.semel.memory.InMemoryIdempotencyStore;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.EffectMark;
import dev.semel.spi.IdempotencyRecord;
import dev.semel.spi.IdempotencyStore;
import dev.semel.spi.Lease;
import dev.semel.spi.RecordedResult;
import dev.semel.spi.StoreCapabilities;
import dev.semel.spi.StoreException;
import dev.semel.spi.WriteResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class PurgeScheduleTest {
    private final Backlog store = new Backlog();
    private final PurgeSchedule purge =
            new PurgeSchedule(List.of(store), new SemelProperties.Purge(true, Duration.ofHours(1), 10));

    @Test
    void removesBatchAfterBatchUntilNoneIsLeft() {
        store.left = 25;

        purge.round();

        assertThat(store.limits).containsExactly(10, 10, 10);
        assertThat(store.left).isZero();
    }

    @Test
    void aRoundIsBounded() {
        store.left = 1_000_000;

        purge.round();

        assertThat(store.limits).hasSize(100);
    }

    @Test
    void tellsOfAFailureOnceAndOfItsEnd() {
        Logger logger = (Logger) LoggerFactory.getLogger(PurgeSchedule.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        try {
            store.away = true;
            purge.round();
            purge.round();
            store.away = false;
            purge.round();
            purge.round();
        } finally {
            logger.detachAppender(log);
            logger.setLevel(null);
            logger.setAdditive(true);
        }
        assertThat(log.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.WARN, Level.INFO);
    }

    @Test
    void itsThreadIsADaemonThatEnds() {
        purge.start();
        assertThat(purge.isRunning()).isTrue();

        purge.stop();
        purge.stop();

        assertThat(purge.isRunning()).isFalse();
    }

    /** A store with expired records. */
    private static final class Backlog implements IdempotencyStore {
        private final IdempotencyStore memory = new InMemoryIdempotencyStore();
        private final List<Integer> limits = new ArrayList<>();
        private int left;
        private boolean away;

        @Override
        public int purge(int limit) {
            if (away) {
                throw new StoreException(StoreException.Certainty.UNKNOWN, "away", null);
            }
            limits.add(limit);
            int removed = Math.min(limit, left);
            left -= removed;
            return removed;
        }

        @Override
        public StoreCapabilities capabilities() {
            return memory.capabilities();
        }

        @Override
        public Claim claim(ClaimRequest request) {
            return memory.claim(request);
        }

        @Override
        public WriteResult complete(Lease lease, RecordedResult result) {
            return memory.complete(lease, result);
        }

        @Override
        public WriteResult release(Lease lease) {
            return memory.release(lease);
        }

        @Override
        public WriteResult renew(Lease lease, Duration duration, EffectMark mark) {
            return memory.renew(lease, duration, mark);
        }

        @Override
        public WriteResult hold(Lease lease) {
            return memory.hold(lease);
        }

        @Override
        public Optional<IdempotencyRecord> find(CellId cellId) {
            return memory.find(cellId);
        }
    }
}
