/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import dev.semel.CellId;
import dev.semel.spi.Claim;
import dev.semel.spi.WriteResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The verbs that a leased store gathers: those of every execution, of which many are under way at a time. */
final class GatheredVerbs {
    private GatheredVerbs() {}

    /** Claims; a fingerprint is as large as whoever made it wanted. */
    record Claims(Verbs verbs, Batches batches) implements Gatherer.Verb<Batches.Claiming, Claim> {
        @Override
        public String name() {
            return "claim";
        }

        @Override
        public CellId cell(Batches.Claiming claiming) {
            return claiming.cellId();
        }

        @Override
        public boolean isLarge(Batches.Claiming claiming) {
            return claiming.values().fingerprint().digest().length() > Gatherer.LARGE;
        }

        @Override
        public Claim one(Connection connection, Batches.Claiming claiming) throws SQLException {
            return verbs.claim(connection, claiming);
        }

        @Override
        public int most() {
            return batches.most();
        }

        @Override
        public List<Optional<Claim>> many(Connection connection, List<Batches.Claiming> claims) throws SQLException {
            return batches.claim(connection, claims);
        }
    }

    /** Completions. */
    record Completions(Verbs verbs, Batches batches) implements Gatherer.Verb<Batches.Completion, WriteResult> {
        @Override
        public String name() {
            return "complete";
        }

        @Override
        public CellId cell(Batches.Completion completion) {
            return completion.cellId();
        }

        @Override
        public boolean isLarge(Batches.Completion completion) {
            return completion.result().payload().length() > Gatherer.LARGE;
        }

        @Override
        public WriteResult one(Connection connection, Batches.Completion completion) throws SQLException {
            return verbs.complete(new Verbs.Write(connection, completion.lease(), false), completion.result());
        }

        @Override
        public int most() {
            return batches.most();
        }

        @Override
        public List<Optional<WriteResult>> many(Connection connection, List<Batches.Completion> completions)
                throws SQLException {
            return batches.complete(connection, completions);
        }
    }
}
