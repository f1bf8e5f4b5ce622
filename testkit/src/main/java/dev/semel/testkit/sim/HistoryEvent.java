/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

/**
 * One thing that happened. What {@code fence}, {@code value} and {@code detail} mean is told by the kind.
 *
 * @param kind what happened
 * @param time when, in simulated milliseconds
 * @param storeTime what the store's clock showed
 * @param who which call it belongs to
 * @param fence the token presented or given; 0 if there is none
 * @param value the number of the run or verdict that made the answer; 0 if there is none
 * @param detail an answer, a result, a state; {@link Nothing#NONE} if there is none
 */
public record HistoryEvent(Kind kind, long time, long storeTime, Who who, long fence, long value, Enum<?> detail) {
    /** What can happen. */
    public enum Kind {
        /** A call begins. */
        INVOKE,
        /** A call's answer leaves the process; the detail is a {@link Reply}. */
        RETURN,
        /** A call ends with its process, without an answer. */
        CALL_LOST,
        /** The store grants a claim; the detail is what became of the attempt before. */
        GRANT,
        /** The store refuses a claim; fence, value and detail are the record's. */
        REFUSE,
        /** The store knows of another transaction that owns the cell. */
        CONTENDED,
        /** A call of the same process holds the cell. */
        HELD_HERE,
        /** A call waits; the detail tells for what. */
        WAIT,
        /** A waiter got the answer of a call in the same process. */
        SETTLED_HERE,
        /** A call got the answer from the memory of its process. */
        REMEMBERED,
        /** A call was told what another call of its process had been; the value tells when that one asked. */
        TOLD,
        /** The store answers a completion; the detail is its answer. */
        COMPLETE,
        /** The store answers a release; the detail is its answer. */
        RELEASE,
        /** The store answers a hold; the detail is its answer. */
        HOLD,
        /** The store answers a renewal; the detail is its answer. */
        RENEW,
        /** The store answers a mark of an external effect; the detail is its answer. */
        MARK,
        /** The store answers a read; fence, value and detail are the record's, or {@link Nothing#ABSENT}. */
        FOUND,
        /** A call learns that a request got no answer; the detail tells what it knows. */
        FAILED,
        /** An action begins. */
        RUN,
        /** An action ends; the detail is an {@link Ending}. */
        RAN,
        /** A reconciler answers; the detail is its verdict. */
        RECONCILE,
        /** A row of the business is committed. */
        EFFECT_COMMITTED,
        /** A transaction is committed, after its effects. */
        COMMIT,
        /** A transaction is rolled back. */
        ROLLBACK,
        /** It was found out whether a commit landed: the value is 1 if it did. */
        RESOLVED,
        /** A resource that checks the fence takes an effect. */
        FENCED_EFFECT,
        /** A resource that checks the fence refuses an effect. */
        FENCED_REFUSED,
        /** An effect outside that nothing protects. */
        EXTERNAL_EFFECT,
        /** Expired records are deleted; the value tells how many. */
        PURGE,
        /** A worker pauses; the value tells for how long. */
        PAUSE,
        /** A worker dies. */
        CRASH,
        /** The store dies and loses what it had not acknowledged. */
        STORE_CRASH,
        /** A worker's clock is set; the value tells by how much. */
        NODE_CLOCK,
        /** The store's clock is set; the value tells by how much. */
        STORE_CLOCK,
        /** From here on no fault begins. */
        HEAL,
        /** What the store holds in the end; fence, value and detail are the record's. */
        DUMP
    }

    /**
     * Which call.
     *
     * @param call its number from 0; -1 if it is none
     * @param worker the number of its process; -1 if it is none
     * @param cell the number of its cell; -1 if it is all
     * @param payload the number of its payload
     * @param probe whether it asks, in the end, if the cell is usable
     */
    public record Who(int call, int worker, int cell, int payload, boolean probe) {
        static final Who NOBODY = new Who(-1, -1, -1, 0, false);

        static Who cell(int cell) {
            return new Who(-1, -1, cell, 0, false);
        }

        static Who worker(int worker) {
            return new Who(-1, worker, -1, 0, false);
        }
    }

    /** What a call answers. */
    public enum Reply {
        /** Its own result is recorded. */
        EXECUTED,
        /** An earlier call's result. */
        REPLAYED,
        /** An earlier call runs. */
        IN_PROGRESS,
        /** The payload is another. */
        MISMATCHED,
        /** The record is held. */
        INDETERMINATE,
        /** The action ran; whether its result is recorded is unknown. */
        UNKNOWN,
        /** Somebody took over. */
        LOST,
        /** The action ended without an answer. */
        NOT_RECORDED,
        /** Rolled back, definitely. */
        ROLLED_BACK,
        /** The action did not run. */
        UNAVAILABLE,
        /** The action did not run, because the record cannot be read. */
        UNREADABLE
    }

    /** How an action ends. */
    public enum Ending {
        /** With an answer. */
        RETURNED,
        /** With an answer, and what it did is to be rolled back. */
        ROLL_BACK,
        /** Without effect. */
        RELEASED,
        /** Unknown. */
        HELD
    }

    /** The absence of a detail. */
    public enum Nothing {
        /** There is none. */
        NONE,
        /** There is no record. */
        ABSENT
    }

    long traceHash() {
        long hash = kind.name().hashCode() * 31L + time;
        hash = hash * 31 + storeTime;
        hash = hash * 31 + who.call();
        hash = hash * 31 + who.worker();
        hash = hash * 31 + fence;
        hash = hash * 31 + value;
        return hash * 31 + detail.name().hashCode();
    }

    /** One line of a trace. */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(96).append(String.format("%8d ms  ", time));
        line.append(who.call() < 0 ? "        " : String.format("call %-3d", who.call()));
        line.append(who.worker() < 0 ? "     " : String.format("  w%-2d", who.worker()));
        line.append(who.cell() < 0 ? "     " : String.format("  c%-2d", who.cell()));
        line.append(String.format("  %-17s", kind));
        append(line, "fence", fence);
        append(line, "value", value);
        if (kind == Kind.INVOKE) {
            line.append(" payload=").append(who.payload()).append(who.probe() ? " (probe)" : "");
        }
        return detail == Nothing.NONE
                ? line.toString()
                : line.append(' ').append(detail).toString();
    }

    private static void append(StringBuilder line, String name, long number) {
        if (number != 0) {
            line.append(' ').append(name).append('=').append(number);
        }
    }
}
