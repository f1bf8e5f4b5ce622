/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import dev.semel.spi.StoreException;
import dev.semel.spi.Transaction;
import java.sql.Connection;
import javax.sql.DataSource;

/**
 * How a joined store begins transactions of the caller's database, and finds the connection of the present one: by plain
 * JDBC ({@link JdbcTransactions}) or by a framework's transaction manager. An implementation must be safe for use by
 * many threads; a transaction belongs to the thread that began it.
 *
 * <p>PostgreSQL rolls back a transaction in which a statement has failed, and its driver reports the commit of such a
 * one as a success. The executor's last statement before a commit is a verb of the store, which notices; an
 * implementation that commits for others as well cannot rely on the driver.
 */
public interface Transactions {
    /**
     * Begins a transaction on this thread, or takes part in the one that it is in.
     *
     * @return the transaction; its {@code commit} must report failures as {@link SqlErrors#commitFailed} classifies them,
     *     and its {@code rollback} must not throw
     * @throws StoreException as from {@link SqlErrors#unavailable} if none can begin
     */
    Transaction begin();

    /**
     * Tells whether this thread is in a transaction on {@link #dataSource()}.
     *
     * @return true if {@link #connection()} will give one
     */
    boolean isActive();

    /**
     * The connection of this thread's transaction, not in autocommit. The store does not close it, commit it or change
     * its settings.
     *
     * @return the connection that the caller's own statements use
     * @throws IllegalStateException if this thread is in no transaction
     */
    Connection connection();

    /**
     * Where connections come from, for what the store does outside of a transaction: start checks, {@code find} and
     * {@code purge} outside of one, and {@code committed}.
     *
     * @return the same pool that transactions use, or one to the same database
     */
    DataSource dataSource();
}
