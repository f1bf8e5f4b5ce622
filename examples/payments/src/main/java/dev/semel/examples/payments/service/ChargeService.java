/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What a client of Stripe can do here: charge, and look. */
@Service
class ChargeService {

    private final PaymentService payments;
    private final ChargeRepository charges;

    ChargeService(PaymentService payments, ChargeRepository charges) {
        this.payments = payments;
        this.charges = charges;
    }

    /**
     * Pays as {@link PaymentService#pay} does, with the same failures, and writes down what was sent with it, in the same
     * transaction: no attempt leaves the one without the other. A declined card is a result like others, which commits with
     * its record.
     */
    @Transactional(noRollbackFor = CardDeclinedException.class)
    Charge charge(String shop, NewCharge wanted, String downstreamKey) {
        var payment = payments.pay(shop, wanted.payment(), downstreamKey);
        charges.annotate(payment.id(), wanted);
        return find(shop, Charge.idOf(payment.id()));
    }

    /** The charge of that shop; {@link NoSuchChargeException} if it has none of that id. */
    Charge find(String shop, String id) {
        return charges.find(shop, Charge.paymentOf(id)).orElseThrow(() -> new NoSuchChargeException(id));
    }

    /** A page of the shop's charges; {@link NoSuchChargeException} if it starts after one that there is not. */
    ChargeList list(String shop, ChargeQuery query) {
        UUID after = null;
        if (query.startingAfter() != null) {
            after = Charge.paymentOf(find(shop, query.startingAfter()).id());
        }
        // one more than wanted tells whether more follow
        var found = charges.list(shop, query.metadata(), after, query.limit() + 1);
        boolean hasMore = found.size() > query.limit();
        List<Charge> page = hasMore ? found.subList(0, query.limit()) : found;
        return new ChargeList("list", page, hasMore, "/v1/charges");
    }
}
