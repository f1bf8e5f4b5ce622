/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import dev.semel.Scope;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Numbers for operations and scopes, and the dictionary of operations for people who look at the tables. The dictionary
 * is written by the purge, each name once a JVM, so that no claim waits for it and no second connection is needed.
 */
final class OperationNames {
    private static final int MOST_NAMES = 10_000;

    private final String insert;
    private final Map<String, Long> ids = new ConcurrentHashMap<>();
    private final Set<String> pending = ConcurrentHashMap.newKeySet();

    OperationNames(Dialect dialect) {
        this.insert = dialect.sql().nameOperation();
    }

    long operationId(String name) {
        Long known = ids.get(name);
        if (known != null) {
            return known;
        }
        long id = hash(List.of("operation", name));
        // Names made from data would be a mistake of the caller's; they must not fill the memory.
        if (ids.size() < MOST_NAMES && ids.putIfAbsent(name, id) == null) {
            pending.add(name);
        }
        return id;
    }

    /** A one-way number, by which records of one scope can be counted or erased. */
    static long scopeId(Scope scope) {
        List<String> parts = new ArrayList<>(scope.parts());
        parts.add(0, "scope");
        return hash(parts);
    }

    void write(Connection connection) throws SQLException {
        for (String name : List.copyOf(pending)) {
            Statements.execute(
                    connection, insert, List.of(hash(List.of("operation", name)), name), Statements.Answers::count);
            pending.remove(name);
        }
    }

    private static long hash(List<String> parts) {
        MessageDigest digest = sha256();
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
            digest.update(bytes);
        }
        return ByteBuffer.wrap(digest.digest()).getLong();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java platform has SHA-256.", e);
        }
    }
}
