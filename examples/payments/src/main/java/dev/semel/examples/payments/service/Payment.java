/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

import java.util.UUID;

/**
 * A payment as callers see it.
 *
 * @param id the service's name of it
 * @param amount in minor units
 * @param currency ISO 4217 code
 * @param status {@code paid}, {@code partly_refunded} or {@code refunded}
 * @param charge the provider's name of the charge
 */
record Payment(UUID id, long amount, String currency, String status, String charge) {}
