/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

import java.util.UUID;

/**
 * A refund as callers see it.
 *
 * @param id the service's name of it
 * @param payment what was paid back, in part or whole
 * @param amount in minor units
 * @param currency that of the payment
 * @param refund the provider's name of it
 */
record Refund(UUID id, UUID payment, long amount, String currency, String refund) {}
