/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spi;

/** What an acknowledged write of a store survives, measured by what the server says of itself, not by what it is. */
public enum DurabilityClass {
    /** The loss of a whole node: a synchronous replica has it before the answer. */
    A,
    /** A crash of process, operating system and power: it is flushed before the answer. */
    B,
    /** A crash of the process; the last moments may be lost with the machine or at a failover. */
    C,
    /** Nothing: it lives in the memory of a process, or the server was told not to flush. */
    D
}
