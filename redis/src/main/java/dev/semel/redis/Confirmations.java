/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

/**
 * How many writes were confirmed by replicas, since the store was opened.
 *
 * @param confirmed written, and seen by as many replicas as were asked for
 * @param unconfirmed written, but not seen by enough replicas in time: told as unknown, and sent again by the caller
 */
public record Confirmations(long confirmed, long unconfirmed) {}
