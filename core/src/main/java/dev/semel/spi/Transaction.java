/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spi;

/** A transaction of the caller's database, bound to the thread that began it. Not for use by other threads. */
public interface Transaction {
    /**
     * Whether {@link #commit()} will commit: false if this takes part in a transaction that somebody outside began, and
     * ends.
     *
     * @return true if this object began the transaction
     */
    boolean isOutermost();

    /**
     * Whether somebody has decided that it must roll back.
     *
     * @return true if a commit would not commit
     */
    boolean isRollbackOnly();

    /**
     * Commits, or, if not outermost, leaves it to who is. The transaction is over for this object whatever happens.
     *
     * @throws StoreException with {@link StoreException.Certainty#UNKNOWN} if the commit may have landed, with another
     *     certainty if the transaction is known to be rolled back
     */
    void commit();

    /** Rolls back, or, if not outermost, marks it to be rolled back. Never throws: a lost connection is rolled back too. */
    void rollback();
}
