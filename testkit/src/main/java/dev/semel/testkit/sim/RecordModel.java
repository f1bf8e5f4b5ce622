/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

import dev.semel.spi.RecordState;
import dev.semel.spi.WriteResult;
import dev.semel.testkit.sim.HistoryEvent.Kind;
import dev.semel.testkit.sim.HistoryEvent.Nothing;

/** What the checker believes of one record, from the store's answers alone: the sequential specification of a cell. */
final class RecordModel {
    enum Status {
        NONE,
        BUSY,
        RELEASED,
        HELD,
        DONE
    }

    Status status = Status.NONE;
    long fence;
    int owner = -1;
    int payload;
    long leaseUntil;
    long expiresAt;
    boolean marked;
    long value;
    boolean fresh;

    RecordModel copy() {
        RecordModel copy = new RecordModel();
        copy.status = status;
        copy.fence = fence;
        copy.owner = owner;
        copy.payload = payload;
        copy.leaseUntil = leaseUntil;
        copy.expiresAt = expiresAt;
        copy.marked = marked;
        copy.value = value;
        return copy;
    }

    boolean isLive(long storeTime) {
        return status == Status.BUSY && storeTime < leaseUntil;
    }

    boolean isGone(long storeTime) {
        return status == Status.NONE || (storeTime >= expiresAt && !isLive(storeTime));
    }

    void grant(HistoryEvent event, History.Terms terms, boolean isFresh) {
        fresh = isFresh;
        if (isFresh) {
            payload = event.who().payload();
            marked = false;
        }
        status = Status.BUSY;
        fence = event.fence();
        owner = event.who().call();
        leaseUntil = event.storeTime() + terms.lease();
        expiresAt = event.storeTime() + terms.retention();
        value = 0;
    }

    /** What the store must answer to a fenced write. */
    WriteResult expected(HistoryEvent write) {
        if (isGone(write.storeTime()) || write.fence() != fence) {
            return WriteResult.LOST;
        }
        return switch (status) {
            case BUSY -> WriteResult.APPLIED;
            case RELEASED -> write.kind() == Kind.RELEASE ? WriteResult.APPLIED : WriteResult.LOST;
            case HELD -> write.kind() == Kind.HOLD ? WriteResult.APPLIED : WriteResult.REFUSED;
            case DONE ->
                write.kind() == Kind.COMPLETE && write.value() == value ? WriteResult.APPLIED : WriteResult.REFUSED;
            case NONE -> throw new AssertionError(write);
        };
    }

    /** Takes what the store says that it applied; true if this changed the state. */
    boolean apply(HistoryEvent write, History.Terms terms) {
        Status before = status;
        switch (write.kind()) {
            case COMPLETE -> {
                status = Status.DONE;
                value = write.value();
            }
            case RELEASE -> {
                status = Status.RELEASED;
                marked = false;
            }
            case HOLD -> {
                status = Status.HELD;
                marked = true;
            }
            case RENEW, MARK -> {
                leaseUntil = write.storeTime() + terms.lease();
                marked |= write.kind() == Kind.MARK;
            }
            default -> throw new AssertionError(write);
        }
        return before != status;
    }

    /** Whether a read shows this record as it is. */
    boolean isShownBy(HistoryEvent read) {
        if (isGone(read.storeTime())) {
            return read.detail() == Nothing.ABSENT;
        }
        Enum<?> state =
                switch (status) {
                    case BUSY, RELEASED -> RecordState.IN_PROGRESS;
                    case HELD -> RecordState.HELD;
                    case DONE -> RecordState.COMPLETED;
                    case NONE -> Nothing.ABSENT;
                };
        return read.detail() == state && read.fence() == fence && read.value() == value;
    }
}
