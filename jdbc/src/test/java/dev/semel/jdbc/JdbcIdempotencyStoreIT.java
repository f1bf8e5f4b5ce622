/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.CellId;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.EffectMark;
import dev.semel.spi.IdempotencyRecord;
import dev.semel.spi.Lease;
import dev.semel.spi.RecordState;
import dev.semel.spi.StoreException;
import dev.semel.spi.WriteResult;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class JdbcIdempotencyStoreIT {
    private final JdbcIdempotencyStore store = JdbcIdempotencyStore.open(TestServer.dataSource());

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

    @Test
    void leavesATransactionAloneThatIsNotItsOwn() throws SQLException {
        AtomicReference<Connection> bound = new AtomicReference<>();
        ConnectionsOf aware = () -> {
            Connection callers = bound.get();
            return callers == null ? TestServer.dataSource().getConnection() : unclosed(callers);
        };
        JdbcIdempotencyStore fooled = JdbcIdempotencyStore.open(aware);
        try (Connection callers = TestServer.dataSource().getConnection();
                Statement statement = callers.createStatement()) {
            statement.execute("create table half_done (id int)");
            callers.setAutoCommit(false);
            statement.execute("insert into half_done values (1)");
            bound.set(callers);

            assertThatThrownBy(() -> fooled.claim(Requests.of(Requests.cell())))
                    .isInstanceOfSatisfying(StoreException.class, refused -> assertThat(refused.certainty())
                            .isEqualTo(StoreException.Certainty.NOT_APPLIED))
                    .hasMessageContaining("somebody's transaction");

            assertThat(callers.getAutoCommit()).isFalse();
            callers.rollback();
            assertThat(TestServer.number(TestServer.dataSource(), "select count(*) from half_done"))
                    .isZero();
            bound.set(null);
        } finally {
            TestServer.execute(TestServer.dataSource(), "drop table if exists half_done");
        }
    }

    @Test
    void worksWithAPoolThatHasAutocommitOff() throws SQLException {
        ConnectionsOf manual = () -> {
            Connection connection = TestServer.dataSource().getConnection();
            connection.setAutoCommit(false);
            assertThat(connection.isValid(5)).isTrue();
            return connection;
        };

        Claim claim = JdbcIdempotencyStore.open(manual).claim(Requests.of(Requests.cell()));

        assertThat(claim).isInstanceOf(Claim.Granted.class);
    }

    private static Connection unclosed(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                JdbcIdempotencyStoreIT.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    try {
                        return method.getName().equals("close") ? null : method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
