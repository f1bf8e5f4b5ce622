/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * How a store in a database is set up.
 *
 * @param schema the schema of the {@code semel_} tables, on MariaDB the database, exactly as the server keeps its name (H2: in
 *     capitals, unless it was created in quotes); empty leaves it to the connection
 * @param timeout how long the server may work on one verb of a leased store; a server that is silent for half as long
 *     again and a second more is given up, in both modes. At least 10 ms and at most an hour
 * @param initializeSchema whether opening a store creates missing tables; the role then needs the right to
 * @param permitFsyncOffAndLoseRecords true only for tests: opens the store although the server may lose acknowledged
 *     records, or all of its data, in a crash
 * @param senders on PostgreSQL, leased: so many claims, and so many completions, may be under way at a time; those that
 *     come meanwhile are gathered and go together, as one statement, as soon as one of them has ended. 0 to 64; 0 gathers
 *     nothing. Other databases gather nothing
 */
public record JdbcOptions(
        String schema, Duration timeout, boolean initializeSchema, boolean permitFsyncOffAndLoseRecords, int senders) {
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");
    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final int MOST_SENDERS = 64;
    private static final Duration LONGEST = Duration.ofHours(1);

    /** Tables by the search path, 5 seconds, nothing created, no unsafe server, 4 senders. */
    public static final JdbcOptions DEFAULTS = new JdbcOptions("", Duration.ofSeconds(5), false, false, 4);

    /**
     * Checks name and time.
     *
     * @param schema as above
     * @param timeout as above
     * @param initializeSchema as above
     * @param permitFsyncOffAndLoseRecords as above
     * @param senders as above
     * @throws IllegalArgumentException if the schema is not an identifier of ASCII letters, digits and underscores, at
     *     most 63 long and not beginning with a digit; or if timeout or senders are out of range
     */
    public JdbcOptions {
        Objects.requireNonNull(schema, "schema");
        Objects.requireNonNull(timeout, "timeout");
        if (!schema.isEmpty() && !IDENTIFIER.matcher(schema).matches()) {
            throw new IllegalArgumentException("A schema name must match " + IDENTIFIER + "; this one does not.");
        }
        if (timeout.compareTo(SHORTEST) < 0 || timeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "The timeout must be from " + SHORTEST + " to " + LONGEST + ", it is " + timeout + ".");
        }
        if (senders < 0 || senders > MOST_SENDERS) {
            throw new IllegalArgumentException("There may be 0 to " + MOST_SENDERS + " senders, not " + senders + ".");
        }
    }

    /**
     * With another schema.
     *
     * @param name see {@link #schema()}
     * @return a copy
     */
    public JdbcOptions withSchema(String name) {
        return new JdbcOptions(name, timeout, initializeSchema, permitFsyncOffAndLoseRecords, senders);
    }

    /**
     * With another time limit.
     *
     * @param limit see {@link #timeout()}
     * @return a copy
     */
    public JdbcOptions withTimeout(Duration limit) {
        return new JdbcOptions(schema, limit, initializeSchema, permitFsyncOffAndLoseRecords, senders);
    }

    /**
     * With or without creation of missing tables.
     *
     * @param initialize see {@link #initializeSchema()}
     * @return a copy
     */
    public JdbcOptions withInitializeSchema(boolean initialize) {
        return new JdbcOptions(schema, timeout, initialize, permitFsyncOffAndLoseRecords, senders);
    }

    /**
     * With or without leave to use a server that loses data.
     *
     * @param permit see {@link #permitFsyncOffAndLoseRecords()}
     * @return a copy
     */
    public JdbcOptions withPermitFsyncOffAndLoseRecords(boolean permit) {
        return new JdbcOptions(schema, timeout, initializeSchema, permit, senders);
    }

    /**
     * With another number of senders.
     *
     * @param number see {@link #senders()}
     * @return a copy
     */
    public JdbcOptions withSenders(int number) {
        return new JdbcOptions(schema, timeout, initializeSchema, permitFsyncOffAndLoseRecords, number);
    }

    /** The table's or sequence's name for use in SQL; safe, because the schema was checked. */
    String qualified(char quote, String name) {
        return schema.isEmpty() ? name : quote + schema + quote + '.' + name;
    }
}
