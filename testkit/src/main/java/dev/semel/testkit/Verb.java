/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit;

/** What a store can be asked, and the commit of a transaction that it joined. */
public enum Verb {
    /** {@link dev.semel.spi.IdempotencyStore#claim}. */
    CLAIM,
    /** {@link dev.semel.spi.IdempotencyStore#complete}. */
    COMPLETE,
    /** {@link dev.semel.spi.IdempotencyStore#release}. */
    RELEASE,
    /** {@link dev.semel.spi.IdempotencyStore#renew}. */
    RENEW,
    /** {@link dev.semel.spi.IdempotencyStore#hold}. */
    HOLD,
    /** {@link dev.semel.spi.IdempotencyStore#find}. */
    FIND,
    /** {@link dev.semel.spi.IdempotencyStore#purge}. */
    PURGE,
    /** {@link dev.semel.spi.JoinedIdempotencyStore#begin} and {@code beginToRecord}. */
    BEGIN,
    /** {@link dev.semel.spi.Transaction#commit}. */
    COMMIT,
    /** {@link dev.semel.spi.Transaction#rollback}. */
    ROLLBACK,
    /** {@link dev.semel.spi.JoinedIdempotencyStore#committed}. */
    COMMITTED
}
