/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spi;

import dev.semel.CellId;

/**
 * A channel between the nodes of a service, over which each tells the others that a record may have changed: calls that
 * wait for it there ask the store at once instead of at their next poll.
 *
 * <p>What comes over it is a hint and nothing more. Whoever is woken asks the store, and waiters only read; so a message
 * that is lost, late, repeated, invented or about a cell that does not exist costs at most a read, of which the executor
 * bounds the number. Polling goes on beside it. Names of cells are keyed hashes, which the records show as well; nothing
 * else travels.
 *
 * <p>Must be safe for use by many threads. One channel may serve several executors on the same records.
 */
public interface WakeUps {
    /**
     * Tells the other nodes that the record of a cell has just changed for them: its attempt has ended, durably, or its
     * transaction is rolled back. Called on the thread of a call before its answer leaves. So it must return at once
     * whatever the state of the channel, must not throw, and must hold no more than a bounded number of announcements:
     * further ones are dropped, as are those that cannot be sent.
     *
     * @param cellId the cell
     */
    void announce(CellId cellId);

    /**
     * Begins to tell a listener what comes over the channel. What this process announces may or may not be among it.
     *
     * @param listener hears of every cell, whether it cares for it or not
     * @return to be closed when the listener is to hear no more
     */
    Registration listen(Listener listener);

    /** Hears what comes over the channel, on a thread of the channel. Must return at once and must not throw. */
    interface Listener {
        /**
         * The record of a cell may have changed.
         *
         * @param cellId the cell, as somebody said
         */
        void changed(CellId cellId);

        /** The channel works from now on, after a time in which anything may have been missed. */
        void missed();
    }

    /** A listener that hears. */
    interface Registration extends AutoCloseable {
        /** The listener hears no more, but for what is under way. May be called again. */
        @Override
        void close();
    }

    /**
     * The channel that carries nothing, so that waiting calls poll.
     *
     * @return the same each time
     */
    static WakeUps none() {
        return NoWakeUps.INSTANCE;
    }
}
