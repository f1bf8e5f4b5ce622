/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tables of the service; every statement sees the payments of one shop only. */
@Repository
class PaymentRepository {

    private static final int LIST_LIMIT = 100;

    private static final String SELECT =
            """
            select p.id, p.amount, p.currency, p.charge,
                   case when r.refunded = 0 then 'paid'
                        when r.refunded < p.amount then 'partly_refunded'
                        else 'refunded' end as status
              from payment p
             cross join lateral (select coalesce(sum(amount), 0) as refunded from refund where payment = p.id) r
            """;

    private final JdbcClient jdbc;

    PaymentRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(String shop, Payment payment) {
        jdbc.sql("insert into payment (id, shop, amount, currency, charge) values (?, ?, ?, ?, ?)")
                .params(payment.id(), shop, payment.amount(), payment.currency(), payment.charge())
                .update();
    }

    void insert(Refund refund) {
        jdbc.sql("insert into refund (id, payment, amount, refund) values (?, ?, ?, ?)")
                .params(refund.id(), refund.payment(), refund.amount(), refund.refund())
                .update();
    }

    /** The newest payments of the shop, at most 100. */
    List<Payment> list(String shop) {
        return jdbc.sql(SELECT + "where p.shop = ? order by p.number desc limit ?")
                .params(shop, LIST_LIMIT)
                .query(Payment.class)
                .list();
    }

    Optional<Payment> find(String shop, UUID id) {
        return jdbc.sql(SELECT + "where p.shop = ? and p.id = ?")
                .params(shop, id)
                .query(Payment.class)
                .optional();
    }

    /** Holds the payment until the transaction ends, so that two refunds of it cannot both see the same rest. */
    void lock(UUID id) {
        jdbc.sql("select 1 from payment where id = ? for update")
                .params(id)
                .query()
                .singleRow();
    }

    long refunded(UUID id) {
        return jdbc.sql("select coalesce(sum(amount), 0)::bigint from refund where payment = ?")
                .params(id)
                .query(Long.class)
                .single();
    }
}
