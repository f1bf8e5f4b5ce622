/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.semel.http.EntityTag;
import java.util.UUID;

/**
 * A payment as callers see it.
 *
 * @param id the service's name of it
 * @param amount in minor units
 * @param currency ISO 4217 code
 * @param status {@code paid}, {@code partly_refunded} or {@code refunded}
 * @param charge the provider's name of the charge
 * @param details what the shop has noted about it; shown as members of the payment
 * @param version another one after each change of what is shown; callers see it as the entity tag
 */
record Payment(
        UUID id,
        long amount,
        String currency,
        String status,
        String charge,
        @JsonUnwrapped Details details,
        @JsonIgnore long version) {

    /** A payment that was just made. */
    static Payment paid(NewPayment wanted, String charge) {
        return new Payment(UUID.randomUUID(), wanted.amount(), wanted.currency(), "paid", charge, Details.NONE, 1);
    }

    EntityTag tag() {
        return EntityTag.ofVersion(version);
    }
}
