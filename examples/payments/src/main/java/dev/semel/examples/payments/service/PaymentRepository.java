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

/**
 * The tables of the service; every statement sees the payments of one shop only, and is one that PostgreSQL, MariaDB and H2
 * understand.
 *
 * <p>A payment and a refund carry the key that the provider was asked under, which is unique: an attempt that died after
 * its row and before its answer was recorded leaves a row to be found by the next, and of two attempts at once one is
 * refused.
 */
@Repository
class PaymentRepository {

    private static final int LIST_LIMIT = 100;

    private static final String SELECT =
            """
            select p.id, p.amount, p.currency, p.charge, p.description, p.reference, p.metadata, p.version,
                   (select coalesce(sum(r.amount), 0) from refund r where r.payment = p.id) as refunded
              from payment p
            """;

    private static final TypeReference<Map<String, String>> METADATA = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;

    PaymentRepository(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** Throws {@link org.springframework.dao.DuplicateKeyException} if there is one of that key meanwhile. */
    void insert(String shop, Payment payment, String providerKey) {
        jdbc.sql("insert into payment (id, shop, amount, currency, charge, provider_key) values (?, ?, ?, ?, ?, ?)")
                .params(payment.id(), shop, payment.amount(), payment.currency(), payment.charge(), providerKey)
                .update();
    }

    /** The payment that was charged under that key, if an earlier attempt wrote it down. */
    Optional<Payment> findCharged(String shop, String providerKey) {
        return jdbc.sql(SELECT + "where p.shop = ? and p.provider_key = ?")
                .params(shop, providerKey)
                .query((row, number) -> payment(row))
                .optional();
    }

    /** Throws {@link org.springframework.dao.DuplicateKeyException} if there is one of that key meanwhile. */
    void insert(Refund refund, String providerKey) {
        jdbc.sql("insert into refund (id, payment, amount, refund, provider_key) values (?, ?, ?, ?, ?)")
                .params(refund.id(), refund.payment(), refund.amount(), refund.refund(), providerKey)
                .update();
    }

    /** The refund of that payment that was made under that key, if an earlier attempt wrote it down. */
    Optional<Refund> findRefund(Payment payment, String providerKey) {
        return jdbc.sql("select id, amount, refund from refund where payment = ? and provider_key = ?")
                .params(payment.id(), providerKey)
                .query((row, number) -> new Refund(
                        row.getObject("id", UUID.class),
                        payment.id(),
                        row.getLong("amount"),
                        payment.currency(),
                        row.getString("refund")))
                .optional();
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
                status(row.getLong("amount"), row.getLong("refunded")),
                row.getString("charge"),
                details,
                row.getLong("version"));
    }

    private static String status(long amount, long refunded) {
        if (refunded == 0) {
            return "paid";
        }
        return refunded < amount ? "partly_refunded" : "refunded";
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
                           set description = ?, reference = ?, metadata = ?, version = version + 1
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
        return jdbc.sql("select coalesce(sum(amount), 0) from refund where payment = ?")
                .params(id)
                .query(Long.class)
                .single();
    }
}
