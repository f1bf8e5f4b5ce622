/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names cells, derives downstream keys and binds fingerprints by HMAC-SHA-256, so that a stolen table gives nobody's key
 * or payload away and a callee can neither learn nor forge a key (promise I24, requirement S6).
 *
 * <p>All nodes of a service must use the same secret: another secret finds no record of the old one. Safe for use by
 * many threads.
 */
public final class KeyedHash {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int MIN_SECRET_BYTES = 16;
    private static final byte CELL = 1;
    private static final byte DOWNSTREAM = 2;
    private static final byte PAYLOAD = 3;
    private static final KeyedHash UNKEYED =
            new KeyedHash("semel: no secret configured".getBytes(StandardCharsets.US_ASCII));

    private final ThreadLocal<Mac> macs;

    private KeyedHash(byte[] secret) {
        SecretKeySpec key = new SecretKeySpec(secret, ALGORITHM);
        this.macs = ThreadLocal.withInitial(() -> newMac(key));
    }

    /**
     * Hashes under a secret.
     *
     * @param secret at least {@value #MIN_SECRET_BYTES} bytes, the same on all nodes and kept outside the store
     * @return the hash
     * @throws IllegalArgumentException if the secret is too short
     */
    public static KeyedHash of(Bytes secret) {
        if (Objects.requireNonNull(secret, "secret").length() < MIN_SECRET_BYTES) {
            throw new IllegalArgumentException("The secret has " + secret.length() + " bytes; give at least "
                    + MIN_SECRET_BYTES + ", for example 32 random ones.");
        }
        return new KeyedHash(secret.toArray());
    }

    /**
     * Hashes under a constant that everybody knows: cells stay apart, but a stolen table lets guesses at keys be tried.
     *
     * @return the hash without a secret
     */
    public static KeyedHash unkeyed() {
        return UNKEYED;
    }

    /**
     * Names a cell. The parts are prefixed with their lengths, so that no two cells share an input.
     *
     * @param cell the cell
     * @return its name, the same in every process that has the secret
     */
    public CellId cellId(Cell cell) {
        Mac mac = begin(CELL, cell);
        ByteBuffer hash = ByteBuffer.wrap(mac.doFinal());
        return new CellId(hash.getLong(), hash.getLong());
    }

    /**
     * Derives the key that a step of this cell sends to a callee: the same in every attempt and every release.
     *
     * @param cell the cell
     * @param step the stable name of the call, for example {@code charge}
     * @return 32 hexadecimal characters
     */
    public String downstreamKey(Cell cell, String step) {
        Objects.requireNonNull(step, "step");
        Mac mac = begin(DOWNSTREAM, cell);
        part(mac, step);
        return HexFormat.of().formatHex(mac.doFinal(), 0, 16);
    }

    /**
     * Binds the digests of a payload to a cell, so that what is stored neither shows that two cells have the same payload
     * nor, without the secret, lets a guess at a payload be checked.
     *
     * @param cellId the name that {@link #cellId} gave the cell
     * @param digests of the payload
     * @return one for each, in the same order and with the same algorithm; {@link Fingerprint#NONE} stays what it is
     */
    public List<Fingerprint> fingerprints(CellId cellId, List<Fingerprint> digests) {
        List<Fingerprint> bound = new ArrayList<>(digests.size());
        for (Fingerprint digest : digests) {
            bound.add(digest.algorithm() == 0 ? digest : bound(cellId, digest));
        }
        return bound;
    }

    private Fingerprint bound(CellId cellId, Fingerprint digest) {
        Mac mac = macs.get();
        mac.reset();
        mac.update(ByteBuffer.allocate(2 + 2 * Long.BYTES)
                .put(PAYLOAD)
                .put((byte) digest.algorithm())
                .putLong(cellId.high())
                .putLong(cellId.low())
                .flip());
        mac.update(digest.digest().toArray());
        return new Fingerprint(digest.algorithm(), Bytes.wrap(mac.doFinal()));
    }

    private Mac begin(byte purpose, Cell cell) {
        Mac mac = macs.get();
        // An Error half-way through the call before would have left its bytes behind, and this cell a wrong name.
        mac.reset();
        mac.update(purpose);
        mac.update((byte) cell.scope().parts().size());
        cell.scope().parts().forEach(part -> part(mac, part));
        part(mac, cell.operation());
        part(mac, cell.key().value());
        return mac;
    }

    private static void part(Mac mac, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        mac.update((byte) (bytes.length >>> 24));
        mac.update((byte) (bytes.length >>> 16));
        mac.update((byte) (bytes.length >>> 8));
        mac.update((byte) bytes.length);
        mac.update(bytes);
    }

    private static Mac newMac(SecretKeySpec key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + ALGORITHM + "; this one has not.", e);
        }
    }
}
