/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

import dev.semel.spring.Idempotent;
import java.security.Principal;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The same service for clients of Stripe, which send forms, log in with a secret key, and send again by themselves under
 * keys of their own making. What they charge is a payment like all others.
 */
@RestController
@RequestMapping(StripeError.PATH + "/charges")
class ChargeController {

    private final ChargeService charges;
    private final DownstreamKey downstreamKey;

    ChargeController(ChargeService charges, DownstreamKey downstreamKey) {
        this.charges = charges;
        this.downstreamKey = downstreamKey;
    }

    @PostMapping
    @Idempotent
    Charge charge(Principal shop, @RequestParam MultiValueMap<String, String> form) {
        return charges.charge(shop.getName(), NewCharge.of(form), downstreamKey.of("charge"));
    }

    @GetMapping
    ChargeList list(Principal shop, @RequestParam MultiValueMap<String, String> query) {
        return charges.list(shop.getName(), ChargeQuery.of(query));
    }

    @GetMapping("/{id}")
    Charge find(Principal shop, @PathVariable String id) {
        return charges.find(shop.getName(), id);
    }
}
