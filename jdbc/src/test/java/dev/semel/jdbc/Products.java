/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import javax.sql.DataSource;

/** Databases that call themselves other than they are. */
final class Products {
    private Products() {}

    static DataSource called(String product, String version) {
        ConnectionsOf source = () -> {
            Connection connection = DriverManager.getConnection("jdbc:h2:mem:");
            DatabaseMetaData data = connection.getMetaData();
            DatabaseMetaData other = proxy(DatabaseMetaData.class, data, "getDatabaseProductName", product, version);
            return proxy(Connection.class, connection, "getMetaData", other, version);
        };
        return source;
    }

    private static <T> T proxy(Class<T> type, T target, String method, Object answer, String version) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, called, arguments) -> {
                    if (called.getName().equals(method)) {
                        return answer;
                    }
                    if (called.getName().equals("getDatabaseProductVersion")) {
                        return version;
                    }
                    try {
                        return called.invoke(target, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
