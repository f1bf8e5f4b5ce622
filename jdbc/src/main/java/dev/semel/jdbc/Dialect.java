/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import dev.semel.CellId;
import dev.semel.FencingToken;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.Lease;
import dev.semel.spi.StoreCapabilities;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What differs from one database to the next: its SQL, and what its server and its driver do unlike others. What a verb
 * means, what its answers are, and when a connection is given up is decided once, in {@link Verbs}, {@link Connections},
 * {@link RecordRow} and the two stores.
 */
sealed interface Dialect permits PostgresDialect, MariaDbDialect, H2Dialect {
    /** How {@link Verbs} and {@link OperationNames} talk to this database. */
    Sql sql();

    /** The folder of the scripts, below {@code schema/}. */
    String folder();

    /**
     * Reads what the server says of itself, and refuses one that cannot keep the promises.
     *
     * @param joined whether verbs will be part of the caller's transactions
     */
    StoreCapabilities inspect(Connection connection, boolean joined) throws SQLException;

    /** The version of the tables; empty if there are none. */
    OptionalInt version(Connection connection) throws SQLException;

    /** Creates the schema and the tables, unless they are there, on however many nodes at the same time. */
    void createTables(Connection connection, String script) throws SQLException;

    /** Whether a connection that is not in autocommit is in a transaction which somebody would miss. */
    boolean isInTransaction(Connection connection) throws SQLException;

    /** The cell's name as the driver wants it. */
    Object key(CellId cellId);

    /** One try; empty if the record came and went meanwhile. In autocommit. */
    Optional<Claim> claim(Connection connection, ClaimRequest request, ClaimValues values) throws SQLException;

    /** One try in the caller's transaction, which waits for nobody; empty as there. */
    Optional<Claim> joinedClaim(Connection connection, ClaimRequest request, ClaimValues values) throws SQLException;

    /** Verbs for several cells at once, in autocommit. */
    Batches batches();

    /**
     * Whether a completion was committed, asked in a transaction of its own that waits for whoever is at the cell.
     *
     * @param millis how long to wait at most; after that an {@link SQLException} that {@link SqlErrors} calls transient
     */
    boolean committed(Connection connection, CellId cellId, FencingToken token, long millis) throws SQLException;

    /** Deletes expired records, oldest first, none that somebody has locked; returns how many. */
    int purge(Connection connection, int limit) throws SQLException;

    /** What a fenced write in the caller's transaction binds before all else. */
    List<Object> joinedLead(Lease lease);

    /**
     * The texts that do not differ in how they are used. Find takes a key. The writes take what they write, key and
     * fence, in this order. To name an operation takes number and name, and does nothing if it has a name.
     *
     * @param prologue whether each write is preceded by a statement whose answer is of no interest
     */
    record Sql(String find, Writes leased, Writes joined, boolean prologue, String nameOperation) {}

    /** The writes that present a fence. */
    record Writes(String complete, String release, String renew, String hold) {}
}
