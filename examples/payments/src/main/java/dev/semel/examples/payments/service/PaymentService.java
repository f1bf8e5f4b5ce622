/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

import dev.semel.http.Precondition;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What a shop can do: pay, look, note something, and pay back. */
@Service
class PaymentService {

    private final PaymentRepository payments;
    private final PaymentChanges changes;
    private final ProviderClient provider;

    PaymentService(PaymentRepository payments, PaymentChanges changes, ProviderClient provider) {
        this.payments = payments;
        this.changes = changes;
        this.provider = provider;
    }

    /**
     * Charges the card and writes the payment down.
     *
     * <p>The charge comes first: a crash in between leaves a charge without a row. Repeated under the same downstream key
     * it finds that charge again and writes the row. Where the record of the answer does not commit with the row, in leased
     * mode, a crash may come between those two as well: then the row is found again, too. The provider is asked all the
     * same, for it refuses another order under the key.
     *
     * @throws CardDeclinedException if the bank says no
     * @throws ProviderException if the provider did not answer as it should
     */
    Payment pay(String shop, NewPayment wanted, String downstreamKey) {
        var charge = provider.charge(wanted, downstreamKey);
        return payments.findCharged(shop, downstreamKey).orElseGet(() -> {
            var payment = Payment.paid(wanted, charge);
            payments.insert(shop, payment, downstreamKey);
            return payment;
        });
    }

    List<Payment> list(String shop) {
        return payments.list(shop);
    }

    /** The payment of that shop; {@link PaymentNotFoundException} if it has none of that id. */
    Payment find(String shop, UUID id) {
        return payments.find(shop, id).orElseThrow(() -> new PaymentNotFoundException(id));
    }

    /**
     * Pays back a part or all of a payment, and finds what it has paid back before as {@link #pay} does.
     *
     * @throws PaymentNotFoundException if the shop has no such payment
     * @throws RefundTooLargeException if more would be paid back than was paid
     * @throws ProviderException if the provider did not answer as it should
     */
    @Transactional
    Refund refund(String shop, UUID id, NewRefund wanted, String downstreamKey) {
        var payment = find(shop, id);
        payments.lock(id);
        var written = payments.findRefund(payment, downstreamKey);
        if (written.isEmpty()) {
            requireRest(payment, wanted);
        }
        var refundId = provider.refund(payment.charge(), wanted.amount(), downstreamKey);
        return written.orElseGet(() -> {
            var refund = new Refund(UUID.randomUUID(), id, wanted.amount(), payment.currency(), refundId);
            payments.insert(refund, downstreamKey);
            payments.renew(id);
            return refund;
        });
    }

    private void requireRest(Payment payment, NewRefund wanted) {
        long left = payment.amount() - payments.refunded(payment.id());
        if (wanted.amount() > left) {
            throw new RefundTooLargeException(wanted.amount(), left);
        }
    }

    /**
     * Changes the details of a payment, if it still is what the caller has seen.
     *
     * <p>The check answers most stale requests; only the update can tell for sure, since another request may come in
     * between. Then the check is asked again, about the payment as that one has left it: a named version is stale now,
     * and {@code *} goes on. An attempt that died after its change has left the payment as it is wanted.
     *
     * @throws PaymentNotFoundException if the shop has no such payment
     * @throws dev.semel.http.PreconditionFailedException if the payment is another version
     * @throws InvalidChangeException if the patch would change what cannot be changed
     */
    @Transactional
    Payment change(String shop, UUID id, Precondition expected, MergePatch patch) {
        for (; ; ) {
            var payment = find(shop, id);
            if (changes.areMade(payment, patch)) {
                return payment;
            }
            expected.check(payment.tag());
            if (payments.update(id, payment.version(), changes.details(payment, patch))) {
                return find(shop, id);
            }
        }
    }
}
