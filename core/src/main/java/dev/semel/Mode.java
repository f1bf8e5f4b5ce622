/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel;

/** What commits together with the record of an operation, and so what a crash leaves behind. */
public enum Mode {
    /**
     * The record alone. After a crash the lease ends and a retry takes over with a higher fence; an effect outside is
     * repeated unless the callee checks the fence or the derived key.
     */
    LEASED,
    /**
     * Record and business rows, in one transaction of the caller's database. After a crash both are rolled back, and
     * the effect happens once.
     */
    JOINED
}
