/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The payments of a shop as charges, with what was written beside them, by statements as in {@link PaymentRepository}. */
@Repository
class ChargeRepository {

    private static final String SELECT =
            """
            select p.id, p.amount, lower(p.currency) as currency, p.created_at, n.description,
                   (select coalesce(sum(r.amount), 0) from refund r where r.payment = p.id) as refunded
              from payment p
              left join charge_note n on n.payment = p.id
            """;

    private static final String HAS_METADATA =
            """
             and exists (select 1 from charge_metadata m where m.payment = p.id and m.name = ? and m.content = ?)
            """;

    private static final String IS_OLDER =
            """
             and p.number < (select older.number from payment older where older.id = ?)
            """;

    private final JdbcClient jdbc;

    ChargeRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Writes down what was sent with a payment, unless an earlier attempt did. */
    void annotate(UUID payment, NewCharge sent) {
        if (isAnnotated(payment)) {
            return;
        }
        jdbc.sql("insert into charge_note (payment, description) values (:payment, :description)")
                .param("payment", payment)
                .param("description", sent.description())
                .update();
        sent.metadata().forEach((name, content) -> jdbc.sql(
                        "insert into charge_metadata (payment, name, content) values (?, ?, ?)")
                .params(payment, name, content)
                .update());
    }

    private boolean isAnnotated(UUID payment) {
        return !jdbc.sql("select payment from charge_note where payment = ?")
                .param(payment)
                .query()
                .listOfRows()
                .isEmpty();
    }

    Optional<Charge> find(String shop, UUID payment) {
        return charges(SELECT + "where p.shop = ? and p.id = ?", List.of(shop, payment)).stream()
                .findFirst();
    }

    /**
     * A page of the newest charges.
     *
     * @param after those before this payment; null for the first page
     * @param limit how many at most
     */
    List<Charge> list(String shop, Map<String, String> metadata, @Nullable UUID after, int limit) {
        var sql = new StringBuilder(SELECT).append("where p.shop = ?");
        List<Object> parameters = new ArrayList<>(List.of(shop));
        metadata.forEach((name, content) -> {
            sql.append(HAS_METADATA);
            parameters.addAll(List.of(name, content));
        });
        if (after != null) {
            sql.append(IS_OLDER);
            parameters.add(after);
        }
        sql.append(" order by p.number desc limit ?");
        parameters.add(limit);
        return charges(sql.toString(), parameters);
    }

    private List<Charge> charges(String sql, List<Object> parameters) {
        var found = jdbc.sql(sql).params(parameters).query(this::charge).list();
        var metadata = metadata(found);
        return found.stream()
                .map(charge -> charge.with(metadata.getOrDefault(charge.id(), Map.of())))
                .toList();
    }

    /** What was sent with each, by its name. */
    private Map<String, Map<String, String>> metadata(List<Charge> charges) {
        Map<String, Map<String, String>> metadata = new HashMap<>();
        if (!charges.isEmpty()) {
            jdbc.sql("select payment, name, content from charge_metadata where payment in (:payments) order by name")
                    .param(
                            "payments",
                            charges.stream()
                                    .map(charge -> Charge.paymentOf(charge.id()))
                                    .toList())
                    .query(row -> {
                        metadata.computeIfAbsent(
                                        Charge.idOf(row.getObject("payment", UUID.class)), id -> new LinkedHashMap<>())
                                .put(row.getString("name"), row.getString("content"));
                    });
        }
        return metadata;
    }

    private Charge charge(ResultSet row, int number) throws SQLException {
        long amount = row.getLong("amount");
        long refunded = row.getLong("refunded");
        return new Charge(
                Charge.idOf(row.getObject("id", UUID.class)),
                "charge",
                amount,
                amount,
                refunded,
                true,
                row.getTimestamp("created_at").toInstant().getEpochSecond(),
                row.getString("currency"),
                row.getString("description"),
                false,
                Map.of(),
                true,
                refunded == amount,
                "succeeded");
    }
}
