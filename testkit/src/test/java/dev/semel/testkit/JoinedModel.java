/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit;

import dev.semel.CellId;
import dev.semel.Fingerprint;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.IdempotencyStore;
import dev.semel.spi.StoreException;
import dev.semel.spi.Transaction;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A database of one table and its transactions: read committed, one owner for each changed row. All methods lock it.
 */
final class JoinedModel {
    final @Nullable JoinedBug bug;
    final ModelTable committed;
    final Set<String> rows = new HashSet<>();
    private final Map<String, Open> owners = new HashMap<>();
    private final Map<Thread, Open> current = new ConcurrentHashMap<>();
    private @Nullable Open latest;

    JoinedModel(InstantSource clock, @Nullable JoinedBug bug) {
        this.committed = new ModelTable(clock);
        this.bug = bug;
    }

    /** A transaction that has not ended. */
    static final class Open {
        Map<String, Optional<Row>> changes = new HashMap<>();
        Set<String> inserted = new HashSet<>();
        long tokenAtBegin;
        boolean rollbackOnly;
        boolean spoiled;
    }

    boolean has(JoinedBug other) {
        return bug == other;
    }

    @Nullable
    Open current() {
        Open mine = current.get(Thread.currentThread());
        return mine == null && has(JoinedBug.TRANSACTION_OF_ALL_THREADS) ? latest : mine;
    }

    Open required() {
        Open open = current();
        if (open == null) {
            throw new IllegalStateException("Begin a transaction first.");
        }
        return open;
    }

    synchronized Transaction begin() {
        Open open = current();
        if (open != null) {
            return new Inner(open);
        }
        Open begun = new Open();
        begun.tokenAtBegin = committed.lastToken;
        current.put(Thread.currentThread(), begun);
        latest = begun;
        return new Outermost(begun);
    }

    /** What the transaction sees: what is committed, and its own changes. */
    private ModelTable view(Open open) {
        ModelTable view = new ModelTable(committed.clock);
        view.rows.putAll(committed.rows);
        view.lastToken = committed.lastToken;
        open.changes.forEach(
                (key, row) -> row.ifPresentOrElse(one -> view.rows.put(key, one), () -> view.rows.remove(key)));
        return view;
    }

    /** Runs a verb against the view and keeps what it changed; or gives it to everybody at once, as a bug. */
    <T> T within(Open open, boolean atOnce, Function<IdempotencyStore, T> verb) {
        ModelTable view = view(open);
        Map<String, Row> before = new HashMap<>(view.rows);
        T answer = verb.apply(new ModelStore(view, null, true));
        committed.lastToken = view.lastToken;
        Set<String> keys = new HashSet<>(before.keySet());
        keys.addAll(view.rows.keySet());
        for (String key : keys) {
            Row now = view.rows.get(key);
            if (now == before.get(key)) {
                continue;
            }
            if (atOnce) {
                install(key, Optional.ofNullable(now));
            } else {
                open.changes.put(key, Optional.ofNullable(now));
                if (!has(JoinedBug.TAKEOVER_UNSEEN_BY_OTHERS) || !committed.rows.containsKey(key)) {
                    owners.put(key, open);
                }
            }
        }
        return answer;
    }

    private void install(String key, Optional<Row> row) {
        row.ifPresentOrElse(one -> committed.rows.put(key, one), () -> committed.rows.remove(key));
    }

    @Nullable
    Open ownerOf(CellId cellId, @Nullable Open except) {
        Open owner = owners.get(keyOf(cellId));
        return owner == except ? null : owner;
    }

    static String keyOf(CellId cellId) {
        return cellId.toUuid().toString();
    }

    boolean isSamePayload(Open owner, ClaimRequest request) {
        Row row = owner.changes
                .getOrDefault(keyOf(request.cellId()), Optional.empty())
                .orElse(null);
        Fingerprint.Match match = row == null ? Fingerprint.Match.SAME : row.fingerprint.match(request.accepted());
        if (has(JoinedBug.CONTENDED_WHEN_INCOMPARABLE_IS_OTHER)) {
            return match == Fingerprint.Match.SAME;
        }
        return match != Fingerprint.Match.OTHER || has(JoinedBug.CONTENDED_IS_ALWAYS_THE_SAME_PAYLOAD);
    }

    /** Waits until nobody else owns the cell. */
    boolean awaitFree(CellId cellId, @Nullable Open mine, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        try {
            while (ownerOf(cellId, mine) != null) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return false;
                }
                wait(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    synchronized void insert(String id) {
        Open open = required();
        if (open.spoiled) {
            throw new IllegalStateException("The transaction is aborted.");
        }
        open.inserted.add(id);
    }

    synchronized boolean contains(String id) {
        return rows.contains(id);
    }

    synchronized void rolledBackToSavepoint(Runnable work) {
        Open open = required();
        Map<String, Optional<Row>> changes = new HashMap<>(open.changes);
        Set<String> inserted = new HashSet<>(open.inserted);
        work.run();
        open.inserted = inserted;
        if (has(JoinedBug.SAVEPOINT_LEAVES_COMPLETIONS)) {
            open.changes.values().removeIf(row -> row.isPresent() && row.get().state != Row.State.COMPLETED);
            changes.forEach(open.changes::putIfAbsent);
        } else if (!has(JoinedBug.SAVEPOINT_LEAVES_THE_RECORD)) {
            open.changes = changes;
        }
    }

    private void apply(Open open) {
        if (!has(JoinedBug.COMMIT_LOSES_THE_RECORD)) {
            open.changes.forEach(this::install);
        }
        rows.addAll(open.inserted);
    }

    synchronized void rollback(Open open) {
        if (has(JoinedBug.TOKEN_ROLLED_BACK)) {
            committed.lastToken = open.tokenAtBegin;
        }
        end(open, has(JoinedBug.OWNER_STAYS_AFTER_ROLLBACK));
    }

    private void end(Open open, boolean staysOwner) {
        if (!staysOwner) {
            owners.values().removeIf(owner -> owner == open);
        }
        current.remove(Thread.currentThread());
        latest = null;
        notifyAll();
    }

    private final class Outermost implements Transaction {
        private final Open open;

        Outermost(Open open) {
            this.open = open;
        }

        @Override
        public boolean isOutermost() {
            return true;
        }

        @Override
        public boolean isRollbackOnly() {
            return open.rollbackOnly;
        }

        @Override
        public void commit() {
            synchronized (JoinedModel.this) {
                if (open.rollbackOnly || open.spoiled) {
                    JoinedModel.this.rollback(open);
                    throw new StoreException(StoreException.Certainty.NOT_APPLIED, "It was rolled back.", null);
                }
                apply(open);
                end(open, has(JoinedBug.OWNER_STAYS_AFTER_COMMIT));
            }
        }

        @Override
        public void rollback() {
            JoinedModel.this.rollback(open);
        }
    }

    private final class Inner implements Transaction {
        private final Open open;

        Inner(Open open) {
            this.open = open;
        }

        @Override
        public boolean isOutermost() {
            return has(JoinedBug.INNER_IS_OUTERMOST);
        }

        @Override
        public boolean isRollbackOnly() {
            return open.rollbackOnly;
        }

        @Override
        public void commit() {
            if (has(JoinedBug.INNER_COMMIT_COMMITS)) {
                synchronized (JoinedModel.this) {
                    apply(open);
                }
            }
        }

        @Override
        public void rollback() {
            open.rollbackOnly = !has(JoinedBug.INNER_ROLLBACK_FORGOTTEN);
        }
    }
}
