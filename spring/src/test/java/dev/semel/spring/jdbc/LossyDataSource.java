/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Connections that can break at a commit, before or after it has landed. */
final class LossyDataSource extends DelegatingDataSource {
    private enum Next {
        WHOLE,
        LOST,
        ANSWER_LOST
    }

    private final AtomicReference<Next> next = new AtomicReference<>(Next.WHOLE);

    LossyDataSource(DataSource target) {
        super(target);
    }

    void loseTheNextCommit() {
        next.set(Next.LOST);
    }

    void loseTheAnswerOfTheNextCommit() {
        next.set(Next.ANSWER_LOST);
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection target = super.getConnection();
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("commit")) {
                        commit(target);
                        return null;
                    }
                    try {
                        return method.invoke(target, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void commit(Connection target) throws SQLException {
        Next how = next.getAndSet(Next.WHOLE);
        if (how != Next.LOST) {
            target.commit();
        }
        if (how != Next.WHOLE) {
            target.close();
            throw new SQLException("The connection is lost.", "08006");
        }
    }
}
