/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
/** Records in PostgreSQL, MariaDB or H2, leased or joined to the caller's transaction. */
@SuppressWarnings("opens") // a folder of resources, without a class
module dev.semel.jdbc {
    requires transitive dev.semel;
    requires transitive java.sql;
    requires static transitive org.jspecify;
    requires org.slf4j;

    exports dev.semel.jdbc;

    // Migration tools read the scripts.
    opens dev.semel.jdbc.schema.h2;
    opens dev.semel.jdbc.schema.mariadb;
    opens dev.semel.jdbc.schema.postgresql;
}
