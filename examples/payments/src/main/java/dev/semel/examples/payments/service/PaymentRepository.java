/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The tables of the service; every statement sees the payments of one shop only. */
@Repository
class PaymentRepository {

    private static final int LIST_LIMIT = 100;

    private static final String SELECT =
            """
            select p.id, p.amount, p.currency, p.charge, p.description, p.reference, p.metadata, p.version,
                   case when r.refunded = 0 then 'paid'
                        when r.refunded < p.amount then 'partly_refunded'
                        else 'refunded' end as status
              from payment p
             cross join lateral (select coalesce(sum(amount), 0) as refunded from refund where payment = p.id) r
            """;

    private static final TypeReference<Map<String, String>> METADATA = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;

    PaymentRepository(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
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
                .query((row, number) -> payment(row))
                .list();
    }

    Optional<Payment> find(String shop, UUID id) {
        return jdbc.sql(SELECT + "where p.shop = ? and p.id = ?")
                .params(shop, id)
                .query((row, number) -> payment(row))
                .optional();
    }

    private Payment payment(ResultSet row) throws SQLException {
        var details = new Details(
                row.getString("description"),
                row.getString("reference"),
                json.readValue(row.getString("metadata"), METADATA));
        return new Payment(
                row.getObject("id", UUID.class),
                row.getLong("amount"),
                row.getString("currency"),
                row.getString("status"),
                row.getString("charge"),
                details,
                row.getLong("version"));
    }

    /**
     * Writes the details of a payment, and makes it another version.
     *
     * @param expected the version that they were made from
     * @return false if the payment is another version by now; then nothing is written
     */
    boolean update(UUID id, long expected, Details details) {
        int rows = jdbc.sql(
                        """
                        update payment
                           set description = ?, reference = ?, metadata = ?::jsonb, version = version + 1
                         where id = ? and version = ?
                        """)
                .param(details.description())
                .param(details.reference())
                .param(json.writeValueAsString(details.metadata()))
                .param(id)
                .param(expected)
                .update();
        return rows == 1;
    }

    /** Makes a payment another version, of which another table shows more now. */
    void renew(UUID id) {
        jdbc.sql("update payment set version = version + 1 where id = ?")
                .params(id)
                .update();
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
