/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.internal;

import dev.semel.Bytes;
import dev.semel.Cell;
import dev.semel.CellId;
import dev.semel.RecordedFailureException;
import dev.semel.ResultCodecException;
import dev.semel.ResultEncryption;
import dev.semel.codec.ResultCodec;
import dev.semel.spi.RecordedResult;
import dev.semel.spi.RecordedResult.Kind;
import dev.semel.spi.UnreadableRecordException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Between a user's values and what is recorded, for one call.
 *
 * @param codec of the operation
 * @param cell of the call
 * @param cellId its name
 * @param encryption between the codec and the store
 * @param <T> the type of the result
 */
record Results<T extends @Nullable Object>(
        ResultCodec<T> codec, Cell cell, CellId cellId, ResultEncryption encryption) {
    private static final Logger LOG = LoggerFactory.getLogger(Results.class);
    private static final String FAILURE_CODEC = "failure";
    private static final int FAILURE_VERSION = 1;

    RecordedResult encode(T value) {
        return encryption.seal(cellId, plain(value));
    }

    private RecordedResult plain(T value) {
        if (value == null) {
            return new RecordedResult(Kind.NULL, codec.name(), codec.version(), Bytes.EMPTY);
        }
        try {
            return new RecordedResult(Kind.VALUE, codec.name(), codec.version(), codec.encode(value));
        } catch (Exception | StackOverflowError | LinkageError e) {
            // The effect has happened: forgetting it would let a retry repeat it, so the fact is recorded without
            // the value.
            LOG.warn(
                    "The result of operation {} cannot be encoded by codec {}; it is recorded that it happened, and a"
                            + " retry will get a ResultCodecException. Fix the codec or the result type.",
                    cell.operation(),
                    codec.name(),
                    e);
            return new RecordedResult(Kind.OMITTED, codec.name(), codec.version(), Bytes.EMPTY);
        }
    }

    RecordedResult failure(Throwable failure) {
        String message = failure.getMessage() == null ? "" : failure.getMessage();
        Bytes payload = Bytes.utf8(failure.getClass().getName() + "\n" + message);
        return encryption.seal(cellId, new RecordedResult(Kind.FAILURE, FAILURE_CODEC, FAILURE_VERSION, payload));
    }

    @SuppressWarnings("NullAway") // Kind.NULL is recorded only for a T that admits null
    T decode(RecordedResult stored) {
        RecordedResult result = opened(stored);
        return switch (result.kind()) {
            case NULL -> null;
            case VALUE -> value(result);
            case FAILURE -> throw recordedFailure(result);
            case OMITTED ->
                throw new ResultCodecException(
                        cell,
                        "The operation was done, but its answer could not be stored and cannot be replayed.",
                        null);
            case SEALED -> throw new AssertionError(result);
        };
    }

    private RecordedResult opened(RecordedResult stored) {
        try {
            return encryption.open(cellId, stored);
        } catch (UnreadableRecordException e) {
            throw new ResultCodecException(
                    cell, "The operation was done, but its recorded answer cannot be opened. " + e.getMessage(), e);
        }
    }

    private T value(RecordedResult result) {
        if (!codec.name().equals(result.codec())) {
            throw new ResultCodecException(
                    cell,
                    "The answer was recorded by codec " + result.codec() + " and this release has codec " + codec.name()
                            + ". Keep the old codec until its records have expired.",
                    null);
        }
        try {
            return codec.decode(result.payload(), result.version());
        } catch (Exception e) {
            throw new ResultCodecException(
                    cell,
                    "The operation was done, but its recorded answer (codec " + codec.name() + ", version "
                            + result.version() + ") cannot be decoded.",
                    e);
        }
    }

    private RecordedFailureException recordedFailure(RecordedResult result) {
        String text = result.payload().toUtf8();
        int end = text.indexOf('\n');
        String type = end < 0 ? text : text.substring(0, end);
        return new RecordedFailureException(cell, type, end < 0 ? "" : text.substring(end + 1));
    }
}
