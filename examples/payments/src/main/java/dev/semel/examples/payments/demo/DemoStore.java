/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.demo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Where the records of keys lie, and with it the payments. */
enum DemoStore {
    /** Both in PostgreSQL. */
    POSTGRES("PostgreSQL", ""),
    /** The records in one Redis, the payments in PostgreSQL. */
    REDIS("PostgreSQL", "redis"),
    /** The records in a Redis Cluster, the payments in PostgreSQL. */
    REDIS_CLUSTER("PostgreSQL", "redis,redis-cluster"),
    /** Both in MariaDB. */
    MARIADB("MariaDB", ""),
    /** Both in H2. */
    H2("H2", "");

    private final String database;
    private final String profiles;

    DemoStore(String database, String profiles) {
        this.database = database;
        this.profiles = profiles;
    }

    /** The database with the payments, for the user. */
    String database() {
        return database;
    }

    /** What the URL of a database begins with. */
    String jdbcStart() {
        return "jdbc:" + database.toLowerCase(Locale.ROOT) + ":";
    }

    /** Those of the service, with a file of settings each; empty for none. */
    String profiles() {
        return profiles;
    }

    boolean isRedis() {
        return !profiles.isEmpty();
    }

    /** As the user writes it. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String words() {
        return Arrays.stream(values()).map(DemoStore::word).collect(Collectors.joining(", "));
    }

    /** Reads {@code redis-cluster}, in any case. */
    static final class Converter implements ITypeConverter<DemoStore> {
        @Override
        public DemoStore convert(String text) {
            var word = text.toLowerCase(Locale.ROOT);
            return Arrays.stream(values())
                    .filter(store -> store.word().equals(word))
                    .findFirst()
                    .orElseThrow(() ->
                            new TypeConversionException("expected one of " + words() + " but was '" + text + "'"));
        }
    }

    /** For the help. */
    static final class Words extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Words() {
            super(Arrays.stream(values()).map(DemoStore::word).toList());
        }
    }
}
