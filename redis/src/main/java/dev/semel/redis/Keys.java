/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import dev.semel.CellId;
import java.nio.charset.StandardCharsets;

/**
 * The keys of the store. A cell belongs to one of {@value #BUCKETS} buckets, which is the hash tag of its key and of the
 * bucket's fence, so that both lie in one slot of a Cluster: <code>{semel:0a3}:</code> and 32 hexadecimal digits, beside
 * <code>{semel:0a3}:fence</code>.
 */
final class Keys {
    static final int BUCKETS = 4096;

    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int BUCKET_DIGITS = 3;
    private static final int CELL_DIGITS = 32;

    private final byte[] start;

    Keys(String namespace) {
        this.start = ("{" + namespace + ":").getBytes(StandardCharsets.US_ASCII);
    }

    /** The record's key. */
    byte[] record(CellId cellId) {
        byte[] key = tagged(bucket(cellId), CELL_DIGITS);
        int at = key.length - CELL_DIGITS;
        hex(cellId.high(), key, at, CELL_DIGITS / 2);
        hex(cellId.low(), key, at + CELL_DIGITS / 2, CELL_DIGITS / 2);
        return key;
    }

    /** The key of the counter that the tokens of the cell's bucket come from. */
    byte[] fence(CellId cellId) {
        return named(bucket(cellId), "fence");
    }

    /** A key of a bucket that is no record's. */
    byte[] named(int bucket, String name) {
        byte[] key = tagged(bucket, name.length());
        System.arraycopy(name.getBytes(StandardCharsets.US_ASCII), 0, key, key.length - name.length(), name.length());
        return key;
    }

    private static int bucket(CellId cellId) {
        return (int) cellId.low() & (BUCKETS - 1);
    }

    private byte[] tagged(int bucket, int rest) {
        byte[] key = new byte[start.length + BUCKET_DIGITS + 2 + rest];
        System.arraycopy(start, 0, key, 0, start.length);
        hex(bucket, key, start.length, BUCKET_DIGITS);
        key[start.length + BUCKET_DIGITS] = '}';
        key[start.length + BUCKET_DIGITS + 1] = ':';
        return key;
    }

    private static void hex(long value, byte[] target, int at, int digits) {
        for (int i = 0; i < digits; i++) {
            target[at + i] = DIGITS[(int) (value >>> (4 * (digits - 1 - i))) & 0xF];
        }
    }
}
