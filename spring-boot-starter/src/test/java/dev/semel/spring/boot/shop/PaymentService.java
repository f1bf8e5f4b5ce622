/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot.shop;

import dev.semel.spring.Idempotent;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Writes payments, each method with transactions of another kind. */
@Service
public class PaymentService {
    private final JdbcClient jdbc;
    private final PlatformTransactionManager manager;
    private final String url;

    PaymentService(JdbcClient jdbc, PlatformTransactionManager manager, @Value("${spring.datasource.url}") String url) {
        this.jdbc = jdbc;
        this.manager = manager;
        this.url = url;
    }

    @Transactional
    String pay(String shop, String note) {
        return insert(shop, note);
    }

    @Transactional
    String payAndThrow(String shop, String note) {
        insert(shop, note);
        throw new IllegalStateException("after the row");
    }

    @Transactional
    String payAndDecline(String shop, String note) {
        throw new DeclinedException(insert(shop, note));
    }

    @Transactional
    String payAfterSavepoint(String shop, String note) {
        TransactionTemplate nested = new TransactionTemplate(manager);
        nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
        nested.executeWithoutResult(status -> {
            insert(shop, note + "-undone");
            status.setRollbackOnly();
        });
        return insert(shop, note);
    }

    @Transactional
    String payWithAudit(String shop, String note) {
        TransactionTemplate apart = new TransactionTemplate(manager);
        apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        apart.executeWithoutResult(status -> insert(shop, note + "-audit"));
        insert(shop, note);
        throw new IllegalStateException("after both rows");
    }

    @Transactional(readOnly = true)
    String payFromReadOnly(String shop, String note) {
        jdbc.sql("select count(*) from payment").query(Long.class).single();
        return insert(shop, note);
    }

    /** Writes a row and has the server end this connection, so that the commit finds nobody. */
    @Transactional
    String payAndLoseTheServer(String shop, String note) {
        String id = insert(shop, note);
        int backend = jdbc.sql("select pg_backend_pid()").query(Integer.class).single();
        try (Connection other = DriverManager.getConnection(url, "postgres", "postgres");
                var statement = other.prepareStatement("select pg_terminate_backend(?, 5000)")) {
            statement.setInt(1, backend);
            statement.execute();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return id;
    }

    String payInner(String shop, String note) {
        return insert(shop, note);
    }

    /** Guarded by itself, called outside of any transaction. */
    @Idempotent(key = "#note", scope = "'methods'", operation = "book", fingerprint = Idempotent.NOT_COMPARED)
    @Transactional
    public String book(String shop, String note) {
        return insert(shop, note);
    }

    /** Guarded, in leased mode: recorded apart from the row. */
    @Idempotent(key = "#note", scope = "'methods'", mode = "leased", fingerprint = Idempotent.NOT_COMPARED)
    public String bookLeased(String note) {
        return insert("leased", note);
    }

    private String insert(String shop, String note) {
        String id = UUID.randomUUID().toString();
        jdbc.sql("insert into payment (id, shop, note, amount) values (cast(? as uuid), ?, ?, 1999)")
                .params(id, shop, note)
                .update();
        return id;
    }
}
