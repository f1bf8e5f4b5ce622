/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import dev.semel.CellId;
import dev.semel.FencingToken;
import dev.semel.Fingerprint;
import dev.semel.spi.Claim;
import dev.semel.spi.IdempotencyRecord;
import dev.semel.spi.Lease;
import dev.semel.spi.RecordState;
import dev.semel.spi.RecordedResult;
import dev.semel.spi.UnreadableRecordException;
import dev.semel.spi.WriteResult;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a script answered: a number, and for some of them a record in the form that {@code record.lua} tells of.
 *
 * @param cellId the cell that was asked about
 * @param parts the number and what comes with it
 */
record Reply(CellId cellId, List<@Nullable Object> parts) {
    private static final int HEADER = 48;
    private static final int UNREADABLE = -1;
    // also of a write that was applied
    private static final int GRANT = 1;
    private static final int ABSENT = 2;
    private static final int LEASE_AT = 16;
    private static final int RELEASED = 2;

    // By the numbers in the record, whatever order the enums may get.
    private static final List<RecordState> STATES =
            List.of(RecordState.IN_PROGRESS, RecordState.COMPLETED, RecordState.HELD);
    private static final List<Claim.History> HISTORIES =
            List.of(Claim.History.FRESH, Claim.History.RELEASED, Claim.History.ABANDONED, Claim.History.INDETERMINATE);
    private static final List<WriteResult> WRITES = List.of(WriteResult.LOST, WriteResult.APPLIED, WriteResult.REFUSED);

    /** Some proxies answer with nothing; what has become of the request then is unknown. */
    static Reply to(Request request, @Nullable List<@Nullable Object> parts) {
        if (parts == null || parts.isEmpty()) {
            throw Failures.unknown(
                    request.verb(), "The answer is empty; does a proxy stand between, that cannot do scripts?", null);
        }
        return new Reply(request.cellId(), parts);
    }

    Claim claim() {
        if (code() != GRANT) {
            return new Claim.Refused(record());
        }
        ByteBuffer header = header();
        Lease lease = new Lease(cellId, new FencingToken(header.getLong(8)));
        return new Claim.Granted(lease, header.getInt(4), one(HISTORIES, header.get(2)));
    }

    WriteResult write() {
        return one(WRITES, code());
    }

    Optional<IdempotencyRecord> find() {
        return code() == ABSENT ? Optional.empty() : Optional.of(record());
    }

    /** Whether it tells of a write, or of an answer that will be replayed: neither may be lost with this server. */
    boolean isCountedOn() {
        if (parts.size() == 1 || code() == GRANT) {
            return code() == GRANT;
        }
        return header().get(1) == STATES.indexOf(RecordState.COMPLETED);
    }

    private int code() {
        int code = parts.get(0) instanceof Long number ? number.intValue() : UNREADABLE;
        if (code == UNREADABLE) {
            throw new UnreadableRecordException("The stored record of cell " + cellId
                    + " is damaged or of a version that this release does not know. Finish the upgrade of all nodes.");
        }
        return code;
    }

    private ByteBuffer header() {
        return ByteBuffer.wrap(bytes(1, HEADER));
    }

    private byte[] bytes(int index, int atLeast) {
        if (index < parts.size() && parts.get(index) instanceof byte[] bytes && bytes.length >= atLeast) {
            return bytes;
        }
        throw damaged(null);
    }

    private IdempotencyRecord record() {
        ByteBuffer header = header();
        try {
            RecordState state = one(STATES, header.get(1));
            return new IdempotencyRecord(
                    cellId,
                    state,
                    new FencingToken(header.getLong(8)),
                    header.getInt(4),
                    Fingerprint.decode(bytes(2, 0)),
                    times(header, state),
                    state == RecordState.COMPLETED
                            ? Optional.of(RecordedResult.decode(bytes(4, 0)))
                            : Optional.empty());
        } catch (IllegalArgumentException e) {
            throw damaged(e);
        }
    }

    private IdempotencyRecord.Times times(ByteBuffer header, RecordState state) {
        boolean running = state == RecordState.IN_PROGRESS && (header.get(3) & RELEASED) == 0;
        long now = ByteBuffer.wrap(bytes(3, Long.BYTES)).getLong();
        long expiry = header.getLong(LEASE_AT + Long.BYTES);
        return new IdempotencyRecord.Times(
                left(running, header.getLong(LEASE_AT) - now),
                Instant.EPOCH.plus(expiry, ChronoUnit.MICROS),
                left(state == RecordState.COMPLETED, expiry - now));
    }

    private static Duration left(boolean counts, long micros) {
        return counts && micros > 0 ? Duration.of(micros, ChronoUnit.MICROS) : Duration.ZERO;
    }

    private <E> E one(List<E> values, int stored) {
        if (stored < 0 || stored >= values.size()) {
            throw damaged(null);
        }
        return values.get(stored);
    }

    private UnreadableRecordException damaged(@Nullable Throwable cause) {
        return new UnreadableRecordException("The stored record of cell " + cellId + " is damaged.", cause);
    }
}
