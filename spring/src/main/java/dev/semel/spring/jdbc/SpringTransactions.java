/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.jdbc;

import dev.semel.jdbc.SqlErrors;
import dev.semel.jdbc.Transactions;
import dev.semel.spi.StoreException;
import dev.semel.spi.StoreException.Certainty;
import dev.semel.spi.Transaction;
import dev.semel.spring.IdempotencySetupException;
import java.sql.Connection;
import java.util.Objects;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Transactions of Spring's transaction manager: what {@code @Transactional} begins inside takes part in the store's, and
 * the store takes part in one that is there already. Both use the one connection that the manager has bound to the thread.
 *
 * <p>The transaction is begun here with the manager's defaults, its timeout among them (in Spring Boot
 * {@code spring.transaction.default-timeout}). A {@code @Transactional} method of the action takes part in it, and
 * Spring ignores the timeout and the isolation level of what takes part.
 *
 * <p>Safe for use by many threads.
 */
public final class SpringTransactions implements Transactions {
    private final PlatformTransactionManager manager;
    private final DataSource dataSource;

    private SpringTransactions(PlatformTransactionManager manager, DataSource dataSource) {
        this.manager = manager;
        this.dataSource = dataSource;
    }

    /**
     * Joins a transaction manager, after trying whether it binds connections of the data source.
     *
     * @param manager the one that the application's {@code @Transactional} uses
     * @param dataSource where the business rows lie
     * @return the transactions
     * @throws IdempotencySetupException if transactions of the manager are not on the data source
     * @throws StoreException if no transaction can begin
     */
    public static SpringTransactions of(PlatformTransactionManager manager, DataSource dataSource) {
        Objects.requireNonNull(manager, "manager");
        SpringTransactions transactions = new SpringTransactions(manager, unwrapped(dataSource));
        Transaction trial = transactions.begin();
        try {
            if (!transactions.isActive()) {
                throw new IdempotencySetupException(
                        "The transaction manager (" + manager.getClass().getName()
                                + ") does not bind connections of the data source, so that records and business rows"
                                + " would commit apart.",
                        "Use the transaction manager of that data source, or set semel.default.mode=leased.");
            }
        } finally {
            trial.rollback();
        }
        return transactions;
    }

    private static DataSource unwrapped(DataSource dataSource) {
        DataSource pool = Objects.requireNonNull(dataSource, "dataSource");
        while (pool instanceof TransactionAwareDataSourceProxy proxy && proxy.getTargetDataSource() != null) {
            pool = proxy.getTargetDataSource();
        }
        return pool;
    }

    @Override
    public Transaction begin() {
        TransactionStatus status;
        try {
            status = manager.getTransaction(new DefaultTransactionDefinition());
        } catch (TransactionException e) {
            throw SqlErrors.unavailable(e);
        }
        if (!status.isNewTransaction() && TransactionSynchronizationManager.isCurrentTransactionReadOnly()) {
            throw new StoreException(
                    Certainty.NOT_APPLIED,
                    "The transaction around this call is read-only, so no record can be written in it. Begin it"
                            + " read-write, or use leased mode.",
                    null);
        }
        return status.isNewTransaction()
                ? OutermostTransaction.watched(manager, status)
                : new PartTransaction(manager, status);
    }

    @Override
    public boolean isActive() {
        return TransactionSynchronizationManager.isActualTransactionActive()
                && TransactionSynchronizationManager.getResource(dataSource) instanceof ConnectionHolder;
    }

    @Override
    public Connection connection() {
        if (!isActive()) {
            throw new IllegalStateException("This thread is in no transaction on the data source; begin one first.");
        }
        return DataSourceUtils.getConnection(dataSource);
    }

    @Override
    public DataSource dataSource() {
        return dataSource;
    }
}
