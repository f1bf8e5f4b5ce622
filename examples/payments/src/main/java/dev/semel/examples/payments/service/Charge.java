/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A payment as clients of Stripe know it, with the members that they need.
 *
 * @param id {@code ch_} and the payment's id
 * @param object always {@code charge}
 * @param amount in minor units
 * @param amountCaptured the same, for a charge is captured at once
 * @param amountRefunded in minor units
 * @param captured always true
 * @param created in seconds since 1970
 * @param currency ISO 4217 code in small letters
 * @param description as sent; null if there was none
 * @param livemode always false
 * @param metadata as sent
 * @param paid always true, for what is not paid is no charge here
 * @param refunded whether all of it was paid back
 * @param status always {@code succeeded}
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record Charge(
        String id,
        String object,
        long amount,
        long amountCaptured,
        long amountRefunded,
        boolean captured,
        long created,
        String currency,
        @Nullable String description,
        boolean livemode,
        Map<String, String> metadata,
        boolean paid,
        boolean refunded,
        String status) {

    private static final String PREFIX = "ch_";

    /** The same with what was sent with it. */
    Charge with(Map<String, String> sent) {
        return new Charge(
                id,
                object,
                amount,
                amountCaptured,
                amountRefunded,
                captured,
                created,
                currency,
                description,
                livemode,
                sent,
                paid,
                refunded,
                status);
    }

    /** The charge's name of a payment. */
    static String idOf(UUID payment) {
        return PREFIX + payment.toString().replace("-", "");
    }

    /**
     * The payment of a charge's name.
     *
     * @throws NoSuchChargeException if no charge can have that name
     */
    static UUID paymentOf(String id) {
        if (!id.matches("ch_[0-9a-f]{32}")) {
            throw new NoSuchChargeException(id);
        }
        var hex = id.substring(PREFIX.length());
        return UUID.fromString(hex.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5"));
    }
}
