/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.spi.StoreException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.BaseRedisAsyncCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConnectionPoolTest {
    private static final byte[] KEY = {'k'};

    private final Opening servers = new Opening();
    private final ConnectionPool pool = new ConnectionPool(servers, 2);

    private Servers.OwnConnections take() {
        return pool.take(KEY, Answers.within(Duration.ZERO));
    }

    private Servers.OwnConnections takeFrom(CompletableFuture<Servers.OwnConnections> opening) {
        servers.next = opening;
        return take();
    }

    private Own opened() {
        Own own = new Own();
        assertThat(takeFrom(CompletableFuture.completedFuture(own))).isSameAs(own);
        return own;
    }

    @Test
    void whatWasGivenBackIsTakenAgain() {
        Own own = opened();
        pool.giveBack(own);

        assertThat(take()).isSameAs(own);
        assertThat(servers.opened).isEqualTo(1);
    }

    @Test
    void oneThatIsLostIsPassedOverForAnother() {
        Own lost = opened();
        Own other = opened();
        pool.giveBack(other);
        pool.giveBack(lost);
        lost.open = false;

        assertThat(take()).isSameAs(other);
        assertThat(lost.closed).isFalse();
    }

    @Test
    void oneThatIsLostIsReplacedIfThereIsNoOther() {
        Own lost = opened();
        pool.giveBack(lost);
        lost.open = false;

        assertThat(opened()).isNotSameAs(lost);
        assertThat(lost.closed).isTrue();
    }

    @Test
    void nothingIsOpenedWhileTheServerIsAway() {
        servers.connected = false;

        assertThatThrownBy(this::take).isInstanceOf(StoreException.class).hasMessageContaining("No Redis server");
        assertThat(servers.opened).isZero();
    }

    @Test
    void oneThatOpensTooLateServesTheNextAndIsCountedUntilThen() {
        Failing.assertNotApplied(() -> takeFrom(servers.first));
        opened();
        assertThatThrownBy(this::take).hasMessageContaining("connections that wait for replicas are in use");
        Own late = new Own();
        servers.first.complete(late);

        assertThat(take()).isSameAs(late);
    }

    @Test
    void oneThatCannotBeOpenedLeavesRoomForOthers() {
        for (int i = 0; i < 3; i++) {
            Failing.assertNotApplied(
                    () -> takeFrom(CompletableFuture.failedFuture(new RedisConnectionException("refused"))));
        }
        servers.next = null;
        assertThatThrownBy(this::take).isInstanceOf(IllegalStateException.class);

        opened();
        opened();
    }

    @Test
    void whatComesBackAfterTheEndIsClosed() {
        Own taken = opened();
        Failing.assertNotApplied(() -> takeFrom(servers.first));
        pool.close();
        Own late = new Own();
        servers.first.complete(late);
        pool.giveBack(taken);

        assertThat(List.of(taken, late)).allMatch(own -> own.closed);
        Failing.assertNotApplied(this::take);
    }

    private static final class Own implements Servers.OwnConnections {
        private boolean open = true;
        private boolean closed;

        @Override
        public boolean mayReach(byte[] key) {
            return open;
        }

        @Override
        public CompletableFuture<StatefulRedisConnection<byte[], byte[]>> masterOf(byte[] key) {
            throw new AssertionError();
        }

        @Override
        public String hostOf(byte[] key) {
            throw new AssertionError();
        }

        @Override
        public CompletableFuture<StatefulRedisConnection<byte[], byte[]>> at(Redirection redirection) {
            throw new AssertionError();
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    /** Opens what a test has in hand. */
    private static final class Opening implements Servers {
        private final CompletableFuture<OwnConnections> first = new CompletableFuture<>();
        private @Nullable CompletableFuture<OwnConnections> next = first;
        private boolean connected = true;
        private int opened;

        @Override
        public CompletableFuture<OwnConnections> ownConnections() {
            if (next == null) {
                throw new IllegalStateException("closed");
            }
            opened++;
            return next;
        }

        @Override
        public boolean isConnected(byte[] key) {
            return connected;
        }

        @Override
        public BaseRedisAsyncCommands<byte[], byte[]> commands() {
            throw new AssertionError();
        }

        @Override
        public boolean isCluster() {
            throw new AssertionError();
        }

        @Override
        public List<Master> masters() {
            return new ArrayList<>();
        }

        @Override
        public void close() {}
    }
}
