/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.Attempt;
import dev.semel.Call;
import dev.semel.IdempotencyKey;
import dev.semel.IdempotencyPolicy;
import dev.semel.IdempotentExecutor;
import dev.semel.LeaseLostException;
import dev.semel.Operation;
import dev.semel.Outcome;
import dev.semel.Scope;
import dev.semel.StoreUnavailableException;
import dev.semel.Timing;
import dev.semel.codec.ResultCodecs;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Fault matrix row 20: running actions hold every connection of the pool. */
class ReservedConnectionsIT {
    private static final int POOL = 2;
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Operation<String> PAY =
            Operation.of("pay", IdempotencyPolicy.leased().withLease(LEASE), ResultCodecs.text());

    private final SmallPool pool = new SmallPool(TestServer.dataSource(), POOL, 50);
    private final Elapsed elapsed = new Elapsed();
    private final List<Connection> held = new ArrayList<>();

    @AfterEach
    void close() throws SQLException {
        for (Connection connection : held) {
            connection.close();
        }
        pool.close();
    }

    @Test
    void renewAndCompleteWhatRuns() throws Exception {
        Semaphore renewals = new Semaphore(0);
        ConnectionsOf reserved = () -> {
            renewals.release();
            return TestServer.dataSource().getConnection();
        };
        JdbcIdempotencyStore store = JdbcIdempotencyStore.open(pool, reserved, JdbcOptions.DEFAULTS);
        renewals.drainPermits();
        try (IdempotentExecutor executor =
                IdempotentExecutor.builder(store).timing(elapsed).build()) {
            List<Attempt.Running<String>> actions = List.of(begin(executor), begin(executor));
            exhaust(executor);
            for (int third = 0; third < 5; third++) {
                elapsed.advance(LEASE.dividedBy(3));
                assertThat(renewals.tryAcquire(actions.size(), 20, TimeUnit.SECONDS))
                        .as("renewals")
                        .isTrue();
            }
            for (Attempt.Running<String> action : actions) {
                action.execution().ensureHeld();
                assertThat(action.complete("paid")).isEqualTo(new Outcome.Executed<>("paid"));
            }
        }
    }

    @Test
    void withoutThemAnActionIsToldThatItsLeaseHasEnded() throws Exception {
        JdbcIdempotencyStore store = JdbcIdempotencyStore.open(pool);
        try (IdempotentExecutor executor =
                IdempotentExecutor.builder(store).timing(elapsed).build()) {
            Attempt.Running<String> action = begin(executor);
            CountDownLatch told = new CountDownLatch(1);
            action.execution().onLeaseLost(told::countDown);
            exhaust(executor);
            elapsed.advance(LEASE);
            assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(() -> action.execution().ensureHeld()).isInstanceOf(LeaseLostException.class);
            held.remove(0).close();
            // Nobody took over, so its answer is still the first.
            assertThat(action.complete("paid")).isEqualTo(new Outcome.Executed<>("paid"));
        }
    }

    private void exhaust(IdempotentExecutor executor) throws SQLException {
        for (int i = 0; i < POOL; i++) {
            held.add(pool.getConnection());
        }
        assertThatThrownBy(() -> begin(executor)).isInstanceOf(StoreUnavailableException.class);
    }

    private static Attempt.Running<String> begin(IdempotentExecutor executor) {
        Call call =
                Call.of(Scope.of("shop"), IdempotencyKey.of(UUID.randomUUID().toString()));
        return (Attempt.Running<String>) executor.begin(PAY, call);
    }

    /** Elapsed time that the test moves; pauses are real, since the server is. */
    private static final class Elapsed implements Timing {
        private final AtomicLong nanos = new AtomicLong(1);

        void advance(Duration duration) {
            nanos.addAndGet(duration.toNanos());
        }

        @Override
        public long nanoTime() {
            return nanos.get();
        }

        @Override
        public void pause(Duration duration) throws InterruptedException {
            Timing.system().pause(duration);
        }
    }
}
