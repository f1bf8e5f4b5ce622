/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit;

import dev.semel.Bytes;
import dev.semel.Cell;
import dev.semel.IdempotencyKey;
import dev.semel.Scope;
import dev.semel.spi.RecordedResult;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/** Values that have broken stores. */
final class Samples {
    private static final int MEBIBYTE = 1 << 20;

    private Samples() {}

    /** Every byte value in turn, zero first. */
    static Bytes bytes(int length) {
        byte[] content = new byte[length];
        for (int i = 0; i < length; i++) {
            content[i] = (byte) i;
        }
        return Bytes.wrap(content);
    }

    static Stream<RecordedResult> results() {
        return Stream.of(
                result(RecordedResult.Kind.NULL, Bytes.EMPTY),
                result(RecordedResult.Kind.VALUE, Bytes.EMPTY),
                result(RecordedResult.Kind.VALUE, Bytes.utf8("null")),
                result(RecordedResult.Kind.VALUE, Bytes.utf8("{\"b\":1, \"a\":\"\\u0000\"}")),
                result(RecordedResult.Kind.VALUE, bytes(1)),
                result(RecordedResult.Kind.VALUE, bytes(256)),
                result(RecordedResult.Kind.VALUE, bytes(MEBIBYTE)),
                result(RecordedResult.Kind.FAILURE, Bytes.utf8("declined")),
                result(RecordedResult.Kind.OMITTED, Bytes.EMPTY),
                new RecordedResult(RecordedResult.Kind.VALUE, "c".repeat(100), 65_535, bytes(3)),
                new RecordedResult(RecordedResult.Kind.VALUE, "Codec'\"; drop--", 32_768, bytes(3)));
    }

    private static RecordedResult result(RecordedResult.Kind kind, Bytes payload) {
        return new RecordedResult(kind, "bytes", 1, payload);
    }

    /** Results that differ from {@link Scenario#RESULT} in one thing each. */
    static Stream<RecordedResult> otherResults() {
        RecordedResult result = Scenario.RESULT;
        Bytes payload = result.payload();
        byte[] lastByteChanged = payload.toArray();
        lastByteChanged[payload.length() - 1]++;
        return Stream.of(
                new RecordedResult(RecordedResult.Kind.FAILURE, result.codec(), result.version(), payload),
                new RecordedResult(result.kind(), "other", result.version(), payload),
                new RecordedResult(result.kind(), result.codec(), result.version() + 1, payload),
                new RecordedResult(result.kind(), result.codec(), result.version(), Bytes.EMPTY),
                new RecordedResult(result.kind(), result.codec(), result.version(), Bytes.wrap(lastByteChanged)));
    }

    static Stream<String> hostileTexts() {
        return Stream.of(
                "'; drop table semel_record; --",
                "\" or \"\"=\"",
                "%s %n {0} ${jndi:ldap://x} #{1+1}",
                "a\\b\\",
                "line\r\nSet-Cookie: a=b",
                "nul \0 nul",
                "\u001b[31m red",
                " leading and trailing ",
                "\u00e9 e\u0301 \u202e \ufeff",
                "\ud83d\ude00".repeat(100),
                "x".repeat(IdempotencyKey.MAX_LENGTH),
                "\u6c34".repeat(IdempotencyKey.MAX_LENGTH));
    }

    /** Two cells that a careless name would take for one. */
    record Pair(Cell one, Cell other) {}

    static Stream<Pair> lookalikes() {
        return Stream.of(
                pair(own -> cell(own, "b:c", "op", "k"), own -> cell(own + ":b", "c", "op", "k")),
                pair(own -> cell(own, "b", "op", "k"), own -> cell(own, "b", "op", "k ")),
                pair(own -> cell(own, "b", "op", "k"), own -> cell(own, "b", "op", "K")),
                pair(own -> cell(own, "b", "op", "k"), own -> cell(own, "b", "Op", "k")),
                pair(own -> cell(own, "b", "op", "k"), own -> cell(own, "B", "op", "k")),
                pair(own -> cell(own, "b", "op", "\u00e9"), own -> cell(own, "b", "op", "e\u0301")),
                pair(own -> cell(own, "b", "op", "1"), own -> cell(own, "b", "op", "01")),
                pair(own -> cell(own, "b", "op:k", "k"), own -> cell(own, "b", "op", "k:k")),
                pair(own -> cell(own, "b", "op", "k"), own -> cell(own, "op", "b", "k")));
    }

    /** Two cells under a scope that no other pair has. */
    private static Pair pair(Function<String, Cell> one, Function<String, Cell> other) {
        String own = UUID.randomUUID().toString();
        return new Pair(one.apply(own), other.apply(own));
    }

    private static Cell cell(String tenant, String principal, String operation, String key) {
        return new Cell(Scope.of(tenant, principal), operation, IdempotencyKey.of(key));
    }

    /** Stored results that this release cannot read. */
    static Stream<byte[]> unreadable() {
        byte[] sound = Scenario.RESULT.encoded();
        byte[] newer = sound.clone();
        newer[0] = RecordedResult.FORMAT + 1;
        byte[] unknownKind = sound.clone();
        unknownKind[1] = 99;
        return Stream.of(newer, unknownKind, Arrays.copyOf(sound, 5), Arrays.copyOf(sound, 1), new byte[0]);
    }
}
