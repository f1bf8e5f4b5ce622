/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel;

/**
 * A running attempt, as its action sees it. Safe for use by many threads while the action runs; a call after its end
 * finds the lease lost.
 */
public interface Execution {
    /**
     * The cell that the attempt runs for.
     *
     * @return never null
     */
    Cell cell();

    /**
     * Which attempt this is.
     *
     * @return 1 for the first grant of the record
     */
    int attempt();

    /**
     * The token to hand to a resource that refuses lower ones.
     *
     * @return above every earlier token of this cell
     */
    FencingToken fence();

    /**
     * Whether an earlier attempt ended without an answer, so that some of its work may have been done.
     *
     * @return true after a takeover, false for a first attempt and after a release
     */
    boolean recovered();

    /**
     * The key to send to a callee: derived from the cell, the same in every attempt and every release (promise I24).
     *
     * @param step the stable name of the call, for example {@code charge}
     * @return 32 hexadecimal characters
     */
    String downstreamKey(String step);

    /**
     * Returns if, as far as this process knows, nobody else can have taken over yet. It asks no store. Call it before
     * an effect that cannot check the fence; it narrows the window and does not close it (no promise N2).
     *
     * @throws LeaseLostException if a takeover happened or is possible now
     */
    void ensureHeld();

    /**
     * Has a callback run once when the lease is lost, or at once if it is already; for example to cancel a statement.
     *
     * @param callback short and without exceptions; runs on the thread that noticed the loss, and one that waits there
     *     delays what others are told
     */
    void onLeaseLost(Runnable callback);

    /**
     * Records durably that an effect outside is about to happen: if this attempt dies, a takeover asks the
     * {@link Reconciler} and does not simply run the action again. One statement at the store.
     *
     * @throws LeaseLostException if somebody took over; the effect must not happen
     * @throws StoreUnavailableException if the mark is not known to be durable; the effect must not happen
     * @throws IllegalStateException in joined mode, where the mark would be rolled back with the transaction: send the
     *     {@linkplain #downstreamKey(String) derived key} instead, or use leased mode
     */
    void beforeExternalEffect();
}
