/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

/** A promise that histories are checked for, by its number in the list of guarantees. */
public enum Promise {
    /** One T-effect: at most one attempt's business rows are committed in an incarnation (rule R2). */
    I1,
    /** Answer implies durable: a final answer leaves only after its record is durable, and is never lost (rule R8). */
    I2,
    /** Same answer: all final answers of an incarnation are equal, in real time too (rules R1 and R3). */
    I3,
    /** Fingerprint bound: another payload is neither executed nor answered (rule R10). */
    I4,
    /** Fence order: fences of a cell strictly increase, and resources that check them see them so (rules R2 and R5). */
    I5,
    /** A stale owner is harmless: its writes change nothing and are answered so (rule R6). */
    I6,
    /** Lease exclusivity on the store's clock (rule R4). */
    I7,
    /** Waiters are read-only: nobody writes who was not granted the fence that it presents. */
    I8,
    /** Unknown is not failed: no second run of an attempt, no definite failure of what happened (rules R7 and R9). */
    I9,
    /** Completion is idempotent: the store answers each write as its state demands, sent once or often. */
    I10,
    /** Failure classes are explicit: what is unknown runs again only after a verdict. */
    I11,
    /** Progress: after faults stop every call ends and every cell is final or can be claimed (rule R11). */
    I12,
    /** Same-transaction atomicity: rows and record commit together (rule R9). */
    I13,
    /** No defect: neither the protocol nor a store threw what it must not. */
    NO_DEFECT
}
