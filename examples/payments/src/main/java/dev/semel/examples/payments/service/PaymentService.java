/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What a shop can do: pay, look, and pay back. */
@Service
class PaymentService {

    private final PaymentRepository payments;
    private final ProviderClient provider;

    PaymentService(PaymentRepository payments, ProviderClient provider) {
        this.payments = payments;
        this.provider = provider;
    }

    /**
     * Charges the card and writes the payment down.
     *
     * <p>The charge comes first: a crash in between leaves a charge without a row. Repeated under the same downstream key
     * it finds that charge again and writes the row.
     *
     * @throws CardDeclinedException if the bank says no
     * @throws ProviderException if the provider did not answer as it should
     */
    Payment pay(String shop, NewPayment wanted, String downstreamKey) {
        var charge = provider.charge(wanted, downstreamKey);
        var payment = new Payment(UUID.randomUUID(), wanted.amount(), wanted.currency(), "paid", charge);
        payments.insert(shop, payment);
        return payment;
    }

    List<Payment> list(String shop) {
        return payments.list(shop);
    }

    /** The payment of that shop; {@link PaymentNotFoundException} if it has none of that id. */
    Payment find(String shop, UUID id) {
        return payments.find(shop, id).orElseThrow(() -> new PaymentNotFoundException(id));
    }

    /**
     * Pays back a part or all of a payment.
     *
     * @throws PaymentNotFoundException if the shop has no such payment
     * @throws RefundTooLargeException if more would be paid back than was paid
     * @throws ProviderException if the provider did not answer as it should
     */
    @Transactional
    Refund refund(String shop, UUID id, NewRefund wanted, String downstreamKey) {
        var payment = find(shop, id);
        payments.lock(id);
        long left = payment.amount() - payments.refunded(id);
        if (wanted.amount() > left) {
            throw new RefundTooLargeException(wanted.amount(), left);
        }
        var refundId = provider.refund(payment.charge(), wanted.amount(), downstreamKey);
        var refund = new Refund(UUID.randomUUID(), id, wanted.amount(), payment.currency(), refundId);
        payments.insert(refund);
        return refund;
    }
}
