/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.jdbc;

import dev.semel.jdbc.SqlErrors;
import dev.semel.spi.StoreException;
import dev.semel.spi.StoreException.Certainty;
import dev.semel.spi.Transaction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The transaction that the store began, and ends. It watches its own completion: an exception from the manager's commit
 * can also be that of a callback after the commit, which changes nothing of what is committed.
 */
final class OutermostTransaction implements Transaction, TransactionSynchronization {
    private static final Logger LOG = LoggerFactory.getLogger(OutermostTransaction.class);

    private final PlatformTransactionManager manager;
    private final TransactionStatus status;
    private boolean committed;

    private OutermostTransaction(PlatformTransactionManager manager, TransactionStatus status) {
        this.manager = manager;
        this.status = status;
    }

    static OutermostTransaction watched(PlatformTransactionManager manager, TransactionStatus status) {
        OutermostTransaction transaction = new OutermostTransaction(manager, status);
        // Without synchronization there are no callbacks either whose exceptions could be taken for the commit's.
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(transaction);
        }
        return transaction;
    }

    @Override
    public void afterCompletion(int how) {
        committed = how == STATUS_COMMITTED;
    }

    @Override
    public boolean isOutermost() {
        return true;
    }

    @Override
    public boolean isRollbackOnly() {
        return status.isRollbackOnly();
    }

    @Override
    public void commit() {
        if (status.isRollbackOnly()) {
            rollback();
            throw rolledBack(null);
        }
        try {
            manager.commit(status);
        } catch (UnexpectedRollbackException e) {
            throw rolledBack(e);
        } catch (RuntimeException | Error e) {
            if (!committed) {
                throw SqlErrors.commitFailed(e);
            }
            LOG.warn("A callback after the commit threw. The transaction is committed and the answer stands.", e);
        }
    }

    private static StoreException rolledBack(@Nullable Throwable cause) {
        return new StoreException(
                Certainty.NOT_APPLIED, "Somebody had marked the transaction to be rolled back, and so it was.", cause);
    }

    @Override
    public void rollback() {
        if (status.isCompleted()) {
            return;
        }
        try {
            manager.rollback(status);
        } catch (RuntimeException e) {
            // The server rolls back what it loses the connection to.
            LOG.debug("A rollback failed; the connection is lost, and the transaction with it.", e);
        }
    }
}
