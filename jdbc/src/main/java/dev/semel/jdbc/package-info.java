/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Stores in a relational database, for those who configure Semel: leased, or joined to the caller's transaction.
 *
 * <p>On PostgreSQL and MariaDB everything works behind a connection pooler in transaction mode: there is no session state
 * (but while tables are created), and every verb of the leased store is one round trip in autocommit. With a pooler that does not track prepared statements (PgBouncer
 * before 1.21), set {@code prepareThreshold=0} on the PostgreSQL driver.
 */
@NullMarked
package dev.semel.jdbc;

import org.jspecify.annotations.NullMarked;
