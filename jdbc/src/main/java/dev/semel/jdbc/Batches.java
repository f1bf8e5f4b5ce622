/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import dev.semel.CellId;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.Lease;
import dev.semel.spi.RecordedResult;
import dev.semel.spi.WriteResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Verbs for several cells in one statement, of a database that has a clean form for it. Answers come in the order of the
 * questions, whose cells are distinct. There is none for what needs the plain statement: the rare cases, and whatever
 * the statement would have had to wait for somebody for.
 */
interface Batches {
    /** Of a database that has no such form: the plain statement is for everything. */
    Batches NONE = new Batches() {
        @Override
        public int most() {
            return 1;
        }

        @Override
        public List<Optional<Claim>> claim(Connection connection, List<Claiming> claims) {
            throw new AssertionError(claims);
        }

        @Override
        public List<Optional<WriteResult>> complete(Connection connection, List<Completion> completions) {
            throw new AssertionError(completions);
        }
    };

    /** Of how many cells at most; with 1 nothing is ever gathered. */
    int most();

    List<Optional<Claim>> claim(Connection connection, List<Claiming> claims) throws SQLException;

    List<Optional<WriteResult>> complete(Connection connection, List<Completion> completions) throws SQLException;

    /** A claim, and what it writes. */
    record Claiming(ClaimRequest request, ClaimValues values) {
        CellId cellId() {
            return request.cellId();
        }
    }

    /** A completion. */
    record Completion(Lease lease, RecordedResult result) {
        CellId cellId() {
            return lease.cellId();
        }
    }
}
