/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.jdbc;

import dev.semel.spi.Transaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionStatus;

/** A part in somebody else's transaction: it commits nothing, and its rollback dooms the whole. */
final class PartTransaction implements Transaction {
    private static final Logger LOG = LoggerFactory.getLogger(PartTransaction.class);

    private final PlatformTransactionManager manager;
    private final TransactionStatus status;

    PartTransaction(PlatformTransactionManager manager, TransactionStatus status) {
        this.manager = manager;
        this.status = status;
    }

    @Override
    public boolean isOutermost() {
        return false;
    }

    @Override
    public boolean isRollbackOnly() {
        return status.isRollbackOnly();
    }

    /** Who began the transaction ends it, and learns there whether it committed. */
    @Override
    public void commit() {}

    @Override
    public void rollback() {
        if (status.isCompleted()) {
            return;
        }
        try {
            manager.rollback(status);
        } catch (RuntimeException e) {
            LOG.debug("A part could not be marked to be rolled back; its connection is lost.", e);
        }
    }
}
