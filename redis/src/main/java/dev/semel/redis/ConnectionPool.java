/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Connections that one thread at a time has for itself, opened as they are needed. One that the client has lost and will
 * connect again after a while is passed over for another, and replaced if there is no other.
 */
final class ConnectionPool implements AutoCloseable {
    private final Servers servers;
    private final Semaphore free;
    // Guarded by itself. Those in it and those that are taken are never more than the permits.
    private final Deque<Servers.OwnConnections> idle = new ArrayDeque<>();
    private volatile boolean closed;

    ConnectionPool(Servers servers, int size) {
        this.servers = servers;
        this.free = new Semaphore(size, true);
    }

    /** The caller gives them back; it does not wait longer than its answers may take, also while interrupted. */
    Servers.OwnConnections take(byte[] key, Answers answers) {
        if (!answers.permit(free)) {
            throw Failures.busy();
        }
        CompletableFuture<Servers.OwnConnections> opening = null;
        Servers.OwnConnections own = null;
        try {
            own = closed ? null : pollReaching(key);
            if (own == null && !closed && servers.isConnected(key)) {
                opening = replace();
            }
        } finally {
            if (own == null && opening == null) {
                free.release();
            }
        }
        if (own != null) {
            return own;
        }
        if (opening == null) {
            throw Failures.notSent(null);
        }
        return opened(opening, answers);
    }

    private Servers.@Nullable OwnConnections pollReaching(byte[] key) {
        synchronized (idle) {
            for (Iterator<Servers.OwnConnections> each = idle.iterator(); each.hasNext(); ) {
                Servers.OwnConnections own = each.next();
                if (own.mayReach(key)) {
                    each.remove();
                    return own;
                }
            }
        }
        return null;
    }

    private CompletableFuture<Servers.OwnConnections> replace() {
        Servers.OwnConnections lost = poll();
        if (lost != null) {
            lost.close();
        }
        return servers.ownConnections();
    }

    /** What is not open in time is kept for others once it is, with the permit. */
    private Servers.OwnConnections opened(CompletableFuture<Servers.OwnConnections> opening, Answers answers) {
        try {
            return answers.of(opening.copy());
        } catch (Answers.Failed e) {
            var unused = opening.whenComplete((late, failure) -> giveBack(late));
            throw Failures.notSent(e.reason());
        }
    }

    /** With nothing, if there is nothing to give back but the permit. */
    void giveBack(Servers.@Nullable OwnConnections own) {
        if (own != null) {
            synchronized (idle) {
                idle.addFirst(own);
            }
        }
        free.release();
        if (closed) {
            closeIdle();
        }
    }

    private Servers.@Nullable OwnConnections poll() {
        synchronized (idle) {
            return idle.pollLast();
        }
    }

    @Override
    public void close() {
        closed = true;
        closeIdle();
    }

    private void closeIdle() {
        for (Servers.OwnConnections own = poll(); own != null; own = poll()) {
            own.close();
        }
    }
}
