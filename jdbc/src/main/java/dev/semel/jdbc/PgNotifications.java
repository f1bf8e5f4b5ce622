/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What PostgreSQL's driver has beyond JDBC, by reflection: this module is compiled without any driver. */
final class PgNotifications {
    private static final String TYPE = "org.postgresql.PGConnection";

    private final Object connection;
    private final Method await;
    private final Method process;

    /**
     * What somebody sent to a channel.
     *
     * @param channel that the connection listens to
     * @param text any text
     */
    record Notification(String channel, String text) {}

    private PgNotifications(Class<?> type, Connection connection) throws SQLException, NoSuchMethodException {
        this.connection = connection.unwrap(type);
        this.await = type.getMethod("getNotifications", int.class);
        this.process = type.getMethod("getBackendPID");
    }

    /** Of a connection of that driver, however a pool has wrapped it; any other is refused. */
    static PgNotifications of(Connection connection) throws SQLException {
        Class<?> type = type(connection);
        try {
            if (type != null && connection.isWrapperFor(type)) {
                return new PgNotifications(type, connection);
            }
        } catch (NoSuchMethodException e) {
            throw Databases.refusal("Wake-ups need a newer driver (org.postgresql:postgresql 42.2 or later).");
        }
        throw Databases.refusal("Wake-ups need PostgreSQL's own driver (org.postgresql:postgresql), and connections"
                + " that unwrap to it.");
    }

    private static @Nullable Class<?> type(Connection connection) {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        for (ClassLoader loader :
                new @Nullable ClassLoader[] {context, connection.getClass().getClassLoader()}) {
            try {
                return Class.forName(TYPE, false, loader);
            } catch (ClassNotFoundException e) {
                // The next may know it.
            }
        }
        return null;
    }

    /** The process that the server greeted this connection with. A pooler between the two makes up a number. */
    int process() throws SQLException {
        return invoke(process, connection) instanceof Integer known ? known : -1;
    }

    /** Waits for at least one, for so long at most. The connection can do nothing else meanwhile. */
    List<Notification> await(int millis) throws SQLException {
        Object received = invoke(await, connection, millis);
        List<Notification> all = new ArrayList<>();
        if (received instanceof Object[] notifications) {
            for (Object each : notifications) {
                all.add(new Notification(text(each, "getName"), text(each, "getParameter")));
            }
        }
        return all;
    }

    private static String text(Object notification, String getter) throws SQLException {
        try {
            Class<?> type = Class.forName(
                    "org.postgresql.PGNotification",
                    false,
                    notification.getClass().getClassLoader());
            return String.valueOf(invoke(type.getMethod(getter), notification));
        } catch (ClassNotFoundException | NoSuchMethodException e) {
            throw new SQLException("The driver does not tell what it was notified of.", "0A000", e);
        }
    }

    private static @Nullable Object invoke(Method method, Object target, Object... arguments) throws SQLException {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof SQLException failure) {
                throw failure;
            }
            throw new SQLException("The driver failed at " + method.getName() + ".", "XX000", e.getCause());
        } catch (IllegalAccessException e) {
            throw new SQLException("The driver's " + method.getName() + " cannot be called.", "0A000", e);
        }
    }
}
