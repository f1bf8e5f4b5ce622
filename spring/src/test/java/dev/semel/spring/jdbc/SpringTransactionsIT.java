/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.Call;
import dev.semel.IdempotencyKey;
import dev.semel.IdempotencyPolicy;
import dev.semel.IdempotentExecutor;
import dev.semel.Operation;
import dev.semel.Outcome;
import dev.semel.Scope;
import dev.semel.TransactionRolledBackException;
import dev.semel.codec.ResultCodecs;
import dev.semel.jdbc.JdbcJoinedIdempotencyStore;
import dev.semel.jdbc.JdbcOptions;
import dev.semel.spring.IdempotencySetupException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

class SpringTransactionsIT {
    private static final Operation<String> OPERATION =
            Operation.of("write", IdempotencyPolicy.joined(), ResultCodecs.text());

    private static EmbeddedPostgres server;

    private final String note = UUID.randomUUID().toString();
    private final Call call = Call.of(Scope.of("ann"), IdempotencyKey.of(note));
    private final LossyDataSource dataSource = new LossyDataSource(pool());
    private final JdbcClient jdbc = JdbcClient.create(dataSource);

    @BeforeAll
    static void start() throws IOException {
        server = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .start();
        JdbcClient.create(pool())
                .sql("create table entry (note text, twin text unique deferrable initially deferred)")
                .update();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @Test
    void recordAndRowAreOfOneTransaction() {
        try (IdempotentExecutor executor = executor(new JdbcTransactionManager(dataSource))) {
            executor.execute(OPERATION, call, execution -> write());

            assertThat(jdbc.sql("select count(distinct r.xmin::text) from semel_record r, entry e where e.note = ?"
                                    + " and r.xmin = e.xmin")
                            .param(note)
                            .query(Long.class)
                            .single())
                    .isEqualTo(1);
        }
    }

    @Test
    void aCallbackThatThrowsAfterTheCommitUndoesNothing() {
        try (IdempotentExecutor executor = executor(new JdbcTransactionManager(dataSource))) {
            Outcome<String> first = executor.execute(OPERATION, call, execution -> {
                TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                    @Override
                    public void afterCommit() {
                        // It looks like a refused write, and is one of somebody else.
                        throw new IllegalStateException(new java.sql.SQLException("duplicate", "23505"));
                    }
                });
                return write();
            });

            assertThat(first).isInstanceOf(Outcome.Executed.class);
            assertThat(rows()).isEqualTo(1);
            assertThat(executor.execute(OPERATION, call, execution -> write())).isInstanceOf(Outcome.Replayed.class);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aConstraintThatFailsAtTheCommitRollsBackForCertain(boolean translating) {
        try (IdempotentExecutor executor = executor(manager(translating))) {
            jdbc.sql("insert into entry (note, twin) values (?, ?)")
                    .params("other", note)
                    .update();

            assertThatThrownBy(() -> executor.execute(OPERATION, call, execution -> {
                        jdbc.sql("insert into entry (note, twin) values (?, ?)")
                                .params(note, note)
                                .update();
                        return "written";
                    }))
                    .isInstanceOf(TransactionRolledBackException.class);
            assertThat(rows()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCommitThatLandedAlthoughItsAnswerWasLostIsFoundOut(boolean translating) {
        try (IdempotentExecutor executor = executor(manager(translating))) {
            Outcome<String> outcome = executor.execute(OPERATION, call, execution -> {
                dataSource.loseTheAnswerOfTheNextCommit();
                return write();
            });

            assertThat(outcome).isInstanceOf(Outcome.Executed.class);
            assertThat(rows()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCommitThatNeverArrivedIsFoundOut(boolean translating) {
        try (IdempotentExecutor executor = executor(manager(translating))) {
            assertThatThrownBy(() -> executor.execute(OPERATION, call, execution -> {
                        dataSource.loseTheNextCommit();
                        return write();
                    }))
                    .isInstanceOf(TransactionRolledBackException.class);
            assertThat(rows()).isZero();
            assertThat(executor.execute(OPERATION, call, execution -> write())).isInstanceOf(Outcome.Executed.class);
        }
    }

    @Test
    void aPartThatWantsARollbackGetsItForTheWhole() {
        PlatformTransactionManager manager = new JdbcTransactionManager(dataSource);
        try (IdempotentExecutor executor = executor(manager)) {
            assertThatThrownBy(() -> executor.execute(OPERATION, call, execution -> {
                        new TransactionTemplate(manager).executeWithoutResult(status -> {
                            write();
                            status.setRollbackOnly();
                        });
                        return "caught";
                    }))
                    .isInstanceOf(TransactionRolledBackException.class);
            assertThat(rows()).isZero();
        }
    }

    @Test
    void anActionThatFailsInsideDoomsTheTransactionAround() {
        PlatformTransactionManager manager = new JdbcTransactionManager(dataSource);
        try (IdempotentExecutor executor = executor(manager)) {
            assertThatThrownBy(() -> new TransactionTemplate(manager).executeWithoutResult(status -> {
                        write();
                        try {
                            executor.execute(OPERATION, call, execution -> {
                                throw new IllegalArgumentException("no");
                            });
                        } catch (IllegalArgumentException e) {
                            // as a caller may who thinks that nothing happened
                        }
                    }))
                    .isInstanceOf(org.springframework.transaction.UnexpectedRollbackException.class);
            assertThat(rows()).isZero();
        }
    }

    @Test
    void aManagerOfAnotherDatabaseIsRefused() {
        assertThatThrownBy(() -> SpringTransactions.of(new JdbcTransactionManager(pool()), dataSource))
                .isInstanceOf(IdempotencySetupException.class)
                .hasMessageContaining("does not bind connections");
    }

    private IdempotentExecutor executor(PlatformTransactionManager manager) {
        JdbcOptions options = JdbcOptions.DEFAULTS.withInitializeSchema(true);
        return IdempotentExecutor.builder(
                        JdbcJoinedIdempotencyStore.open(SpringTransactions.of(manager, dataSource), options))
                .build();
    }

    private PlatformTransactionManager manager(boolean translating) {
        return translating ? new JdbcTransactionManager(dataSource) : new DataSourceTransactionManager(dataSource);
    }

    private String write() {
        jdbc.sql("insert into entry (note) values (?)").param(note).update();
        return "written";
    }

    private long rows() {
        return jdbc.sql("select count(*) from entry where note = ?")
                .param(note)
                .query(Long.class)
                .single();
    }

    private static DataSource pool() {
        return new SimpleDriverDataSource(
                new org.postgresql.Driver(), server.getJdbcUrl("postgres", "postgres"), "postgres", "postgres");
    }
}
