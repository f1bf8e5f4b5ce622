/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import dev.semel.CellId;
import dev.semel.spi.Claim;
import dev.semel.spi.Lease;
import dev.semel.spi.StoreException;
import dev.semel.spi.StoreException.Certainty;
import dev.semel.spi.WriteResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Three transactions at one cell, four steps each, in one given order: look for the record (which takes the snapshot),
 * claim, write a business row and complete, end. The second one rolls back. All run on one thread, so that a step which
 * waited for another transaction would never come back: the silence of the server would be told as a failure.
 */
final class Interleaving {
    static final int SESSIONS = 3;
    static final int STEPS = 4;
    private static final int ROLLS_BACK = 1;

    private final Sessions sessions;
    private final CellId cell = Requests.cell();
    private final List<String> wrong = new ArrayList<>();
    private final @Nullable Lease[] leases = new Lease[SESSIONS];
    private final boolean[] failed = new boolean[SESSIONS];
    private final int[] next = new int[SESSIONS];
    private final boolean[] snapshotWithoutWinner = new boolean[SESSIONS];
    private int owner = -1;
    private int winner = -1;

    /** What a claim may be told, instead of the record, whose snapshot is older than the record. */
    enum Late {
        NOTHING_ELSE,
        /** A serialization failure. */
        TRANSIENT,
        /** In progress, because another claim of that kind keeps the row locked until its transaction ends. */
        CONTENDED
    }

    /** What the sessions of all orders use. */
    record Sessions(JdbcJoinedIdempotencyStore store, SwitchedTransactions transactions, Late late) {}

    Interleaving(Sessions sessions) {
        this.sessions = sessions;
    }

    /** Runs the steps, each given by its session, and says what was not as promised. */
    List<String> run(int[] order) throws SQLException {
        for (int session : order) {
            sessions.transactions.use(session);
            step(session, next[session]++);
        }
        long rows = businessRows();
        if (rows != (winner < 0 ? 0 : 1)) {
            wrong.add("business rows: " + rows + ", winner: " + winner);
        }
        return wrong.stream().map(what -> Arrays.toString(order) + " " + what).toList();
    }

    private void step(int session, int step) throws SQLException {
        switch (step) {
            case 0 -> look(session);
            case 1 -> claim(session);
            case 2 -> work(session);
            default -> end(session);
        }
    }

    private void look(int session) {
        sessions.transactions.begin();
        boolean there = sessions.store.find(cell).isPresent();
        check(there == (winner >= 0), session, "finds a record: " + there);
        snapshotWithoutWinner[session] = !there;
    }

    private void claim(int session) {
        try {
            Claim claim = sessions.store.claim(Requests.of(cell));
            check(
                    isRight(session, claim),
                    session,
                    "is answered " + claim.getClass().getSimpleName());
            if (claim instanceof Claim.Granted granted) {
                leases[session] = granted.lease();
                owner = session;
            }
        } catch (StoreException e) {
            boolean behind = sessions.late == Late.TRANSIENT && isBehind(session);
            check(behind && e.certainty() == Certainty.TRANSIENT, session, "fails: " + e.getMessage());
            failed[session] = true;
        }
    }

    private boolean isRight(int session, Claim claim) {
        if (sessions.late == Late.CONTENDED && isBehind(session) && claim.equals(new Claim.Contended(true))) {
            return true;
        }
        if (winner >= 0) {
            return claim instanceof Claim.Refused refused
                    && refused.record()
                            .result()
                            .filter(Requests.result("by " + winner)::equals)
                            .isPresent();
        }
        return owner >= 0 ? claim.equals(new Claim.Contended(true)) : claim instanceof Claim.Granted;
    }

    private boolean isBehind(int session) {
        return winner >= 0 && snapshotWithoutWinner[session];
    }

    private void work(int session) throws SQLException {
        Lease lease = leases[session];
        if (lease == null || failed[session]) {
            return;
        }
        execute("insert into interleaved values ('" + cell.toUuid() + "-" + session + "')");
        try {
            WriteResult completed = sessions.store.complete(lease, Requests.result("by " + session));
            check(completed == WriteResult.APPLIED, session, "completes: " + completed);
        } catch (StoreException e) {
            check(
                    sessions.late == Late.TRANSIENT && e.certainty() == Certainty.TRANSIENT,
                    session,
                    "fails: " + e.getMessage());
            failed[session] = true;
        }
    }

    private void end(int session) throws SQLException {
        boolean commits = session != ROLLS_BACK && !failed[session];
        if (commits) {
            try {
                sessions.transactions.connection().commit();
            } catch (SQLException e) {
                check(
                        sessions.late == Late.TRANSIENT && SqlErrors.certainty(e) == Certainty.TRANSIENT,
                        session,
                        "fails to commit: " + e.getMessage());
                commits = false;
            }
        }
        if (!commits) {
            sessions.transactions.connection().rollback();
        }
        sessions.transactions.end();
        if (owner == session) {
            owner = -1;
            winner = commits ? session : winner;
        }
    }

    private void check(boolean right, int session, String what) {
        if (!right) {
            wrong.add("session " + session + " " + what + " (owner " + owner + ", winner " + winner + ")");
        }
    }

    private long businessRows() {
        return TestServer.number(
                sessions.transactions.dataSource(),
                "select count(*) from interleaved where id like '" + cell.toUuid() + "%'");
    }

    private void execute(String sql) throws SQLException {
        Connection connection = sessions.transactions.connection();
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
