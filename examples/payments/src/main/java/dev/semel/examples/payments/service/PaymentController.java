/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

import dev.semel.http.Precondition;
import dev.semel.spring.Idempotent;
import java.net.URI;
import java.security.Principal;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/**
 * The HTTP interface of the service; a shop is the user that the request logged in as.
 *
 * <p>What changes something is {@link Idempotent}, in joined mode: the row, the record of the answer and the answer itself
 * commit together before a byte of it is sent. What the provider does is outside of that transaction; there the derived
 * key keeps a repetition from charging again.
 */
@RestController
@RequestMapping("/payments")
class PaymentController {

    private final PaymentService payments;
    private final DownstreamKey downstreamKey;

    PaymentController(PaymentService payments, DownstreamKey downstreamKey) {
        this.payments = payments;
        this.downstreamKey = downstreamKey;
    }

    @PostMapping
    @Idempotent
    ResponseEntity<Payment> pay(Principal shop, @RequestBody NewPayment wanted) {
        var payment = payments.pay(shop.getName(), wanted, downstreamKey.of("charge"));
        return ResponseEntity.created(URI.create("/payments/" + payment.id())).body(payment);
    }

    @GetMapping
    List<Payment> list(Principal shop) {
        return payments.list(shop.getName());
    }

    @GetMapping("/{id}")
    ResponseEntity<Payment> find(Principal shop, @PathVariable UUID id) {
        return tagged(payments.find(shop.getName(), id));
    }

    /** The precondition is checked within: a retry gets the recorded success, though its tag is stale by then. */
    @PatchMapping(path = "/{id}", consumes = MergePatch.MEDIA_TYPE)
    @Idempotent
    ResponseEntity<Payment> change(
            Principal shop, @PathVariable UUID id, Precondition expected, @RequestBody JsonNode patch) {
        return tagged(payments.change(shop.getName(), id, expected, new MergePatch(patch)));
    }

    @PostMapping("/{id}/refunds")
    @Idempotent
    ResponseEntity<Refund> refund(Principal shop, @PathVariable UUID id, @RequestBody NewRefund wanted) {
        var refund = payments.refund(shop.getName(), id, wanted, downstreamKey.of("refund"));
        return ResponseEntity.status(HttpStatus.CREATED).body(refund);
    }

    private static ResponseEntity<Payment> tagged(Payment payment) {
        return ResponseEntity.ok().eTag(payment.tag().toString()).body(payment);
    }
}
