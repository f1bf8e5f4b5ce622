/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spi;

/**
 * Names one intended claim, so that the same claim sent again after a lost answer is recognised by the store as the
 * claimant's own and granted with the fence it already has (semantics row 58).
 *
 * @param node a random number of the executor that claims
 * @param sequence counts that executor's claims
 */
public record ClaimId(long node, long sequence) {}
