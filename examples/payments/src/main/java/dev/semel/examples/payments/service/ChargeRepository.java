/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The payments of a shop as charges, with what was written beside them. */
@Repository
class ChargeRepository {

    private static final String SELECT =
            """
            select p.id, p.amount, lower(p.currency) as currency, extract(epoch from p.created_at)::bigint as created,
                   r.refunded, n.description, coalesce(n.metadata, '{}') as metadata
              from payment p
              left join charge_note n on n.payment = p.id
             cross join lateral (select coalesce(sum(amount), 0)::bigint as refunded from refund where payment = p.id) r
            """;

    private static final String PAGE =
            """
             where p.shop = :shop
               and coalesce(n.metadata, '{}') @> cast(:metadata as jsonb)
               and (cast(:after as uuid) is null
                    or p.number < (select number from payment where id = cast(:after as uuid)))
             order by p.number desc
             limit :limit
            """;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    ChargeRepository(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** Writes down what was sent with a payment. */
    void annotate(UUID payment, NewCharge sent) {
        jdbc.sql("insert into charge_note (payment, description, metadata)"
                        + " values (:payment, :description, cast(:metadata as jsonb))")
                .param("payment", payment)
                .param("description", sent.description())
                .param("metadata", json.writeValueAsString(sent.metadata()))
                .update();
    }

    Optional<Charge> find(String shop, UUID payment) {
        return jdbc.sql(SELECT + "where p.shop = ? and p.id = ?")
                .params(shop, payment)
                .query(this::charge)
                .optional();
    }

    /**
     * A page of the newest charges.
     *
     * @param after those before this payment; null for the first page
     * @param limit how many at most
     */
    List<Charge> list(String shop, Map<String, String> metadata, @Nullable UUID after, int limit) {
        return jdbc.sql(SELECT + PAGE)
                .param("shop", shop)
                .param("metadata", json.writeValueAsString(metadata))
                .param("after", after)
                .param("limit", limit)
                .query(this::charge)
                .list();
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
                row.getLong("created"),
                row.getString("currency"),
                row.getString("description"),
                false,
                json.readValue(row.getString("metadata"), new TypeReference<Map<String, String>>() {}),
                true,
                refunded == amount,
                "succeeded");
    }
}
