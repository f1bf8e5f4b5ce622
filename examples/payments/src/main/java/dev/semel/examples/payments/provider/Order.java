/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.provider;

/**
 * What a request asks the provider to book.
 *
 * @param kind charge or refund
 * @param amount in minor units
 * @param currency ISO 4217 code
 * @param target the card token of a charge, the charge id of a refund
 */
record Order(Kind kind, long amount, String currency, String target) {}
