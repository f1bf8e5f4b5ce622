/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel;

import dev.semel.spi.RecordedResult;
import dev.semel.spi.RecordedResult.Kind;
import dev.semel.spi.UnreadableRecordException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts recorded answers before they reach the store, by AES-256-GCM, so that a copy of the store tells no answer.
 * Immutable; safe for use by many threads.
 *
 * <p>Each cell has a key of its own, derived from the configured one: an answer that somebody moves to another record
 * cannot be opened there, and the number of answers under one configured key has no bound that matters.
 *
 * <p><b>Changing the key.</b> Give the new one to every node as one to read with ({@link #reading}); when all nodes have
 * it, make it the one to write with, and keep the old one to read with until the retention has passed. A node that meets
 * an answer under a key that it does not have runs nothing (promise I22). Answers recorded before encryption was
 * switched on are replayed as they are.
 *
 * <p>Stored form: the payload of a result of kind {@link Kind#SEALED}, made of the length of the key's name (1 byte), that
 * name in ASCII, a nonce (12 bytes), and the encrypted {@link RecordedResult#encoded()} with its tag.
 */
public final class ResultEncryption {
    private static final ResultEncryption NONE = new ResultEncryption("", Map.of());
    private static final String CODEC = "aes-256-gcm";
    private static final int VERSION = 1;
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final byte[] PURPOSE = "semel result 1".getBytes(StandardCharsets.US_ASCII);

    private final String active;
    private final Map<String, SecretKeySpec> keys;
    private final SecureRandom random = new SecureRandom();

    private ResultEncryption(String active, Map<String, SecretKeySpec> keys) {
        this.active = active;
        this.keys = keys;
    }

    /**
     * Stores answers as they are.
     *
     * @return no encryption, and no key to read with
     */
    public static ResultEncryption none() {
        return NONE;
    }

    /**
     * Encrypts under a key.
     *
     * @param name tells keys apart and is stored beside each answer: 1 to 40 letters, digits, dots, hyphens and underscores
     * @param key {@value #KEY_BYTES} bytes from a good source of randomness, the same on all nodes and kept outside the store
     * @return the encryption
     * @throws IllegalArgumentException if the name or the key's length does not fit
     */
    public static ResultEncryption with(String name, Bytes key) {
        return new ResultEncryption(checked(name), Map.of(name, spec(name, key)));
    }

    /**
     * This encryption, which also reads what was written under another key.
     *
     * @param name of the other key
     * @param key its bytes
     * @return a new encryption
     * @throws IllegalArgumentException if the name or the key's length does not fit, or the name is taken
     */
    public ResultEncryption reading(String name, Bytes key) {
        Map<String, SecretKeySpec> more = new LinkedHashMap<>(keys);
        if (more.put(checked(name), spec(name, key)) != null) {
            throw new IllegalArgumentException("There are two encryption keys with the name " + name + ".");
        }
        return new ResultEncryption(active, Map.copyOf(more));
    }

    /**
     * Encrypts what is to be recorded.
     *
     * @param cellId the cell that it belongs to
     * @param result what is to be recorded
     * @return what the store gets; the result itself if there is no encryption
     */
    public RecordedResult seal(CellId cellId, RecordedResult result) {
        if (active.isEmpty()) {
            return result;
        }
        byte[] name = active.getBytes(StandardCharsets.US_ASCII);
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] secret = crypt(Cipher.ENCRYPT_MODE, lock(active, cellId, nonce), result.encoded());
        byte[] payload = ByteBuffer.allocate(1 + name.length + nonce.length + secret.length)
                .put((byte) name.length)
                .put(name)
                .put(nonce)
                .put(secret)
                .array();
        return new RecordedResult(Kind.SEALED, CODEC, VERSION, Bytes.wrap(payload));
    }

    /**
     * Decrypts what the store gave.
     *
     * @param cellId the cell that it was found under
     * @param stored what the store gave
     * @return what was recorded; the same if it is not encrypted
     * @throws UnreadableRecordException if it is encrypted otherwise, under a key that is not here, or was changed or moved
     */
    public RecordedResult open(CellId cellId, RecordedResult stored) {
        if (stored.kind() != Kind.SEALED) {
            return stored;
        }
        if (!stored.codec().equals(CODEC) || stored.version() != VERSION) {
            throw new UnreadableRecordException("The stored answer is encrypted by " + stored.codec() + ", version "
                    + stored.version() + ", which this release does not know. Finish the upgrade of all nodes.");
        }
        RecordedResult result;
        try {
            result = RecordedResult.decode(
                    opened(cellId, ByteBuffer.wrap(stored.payload().toArray())));
        } catch (BufferUnderflowException | NegativeArraySizeException e) {
            throw damaged(e);
        }
        if (result.kind() == Kind.SEALED) {
            throw new UnreadableRecordException("The stored answer is encrypted twice.");
        }
        return result;
    }

    private byte[] opened(CellId cellId, ByteBuffer payload) {
        byte[] name = new byte[payload.get()];
        payload.get(name);
        byte[] nonce = new byte[NONCE_BYTES];
        payload.get(nonce);
        byte[] secret = new byte[payload.remaining()];
        payload.get(secret);
        if (secret.length < TAG_BITS / Byte.SIZE) {
            throw damaged(null);
        }
        String key = new String(name, StandardCharsets.US_ASCII);
        if (!keys.containsKey(key)) {
            throw new UnreadableRecordException(
                    "The stored answer is encrypted under a key that this node does not have."
                            + " Give all nodes the key to read with until its answers have expired.");
        }
        return crypt(Cipher.DECRYPT_MODE, lock(key, cellId, nonce), secret);
    }

    /** What one answer is locked with. */
    private record Lock(SecretKeySpec key, GCMParameterSpec nonce) {}

    private Lock lock(String key, CellId cellId, byte[] nonce) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(Objects.requireNonNull(keys.get(key)));
            mac.update(PURPOSE);
            ByteBuffer cell = ByteBuffer.allocate(2 * Long.BYTES)
                    .putLong(cellId.high())
                    .putLong(cellId.low())
                    .flip();
            mac.update(cell);
            return new Lock(new SecretKeySpec(mac.doFinal(), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        } catch (GeneralSecurityException e) {
            throw missing("HMAC-SHA-256", e);
        }
    }

    private static byte[] crypt(int mode, Lock lock, byte[] input) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, lock.key(), lock.nonce());
            return cipher.doFinal(input);
        } catch (AEADBadTagException e) {
            throw new UnreadableRecordException(
                    "The stored answer cannot be decrypted: it was changed, moved to another record, or encrypted under"
                            + " another key of the same name.",
                    e);
        } catch (GeneralSecurityException e) {
            throw missing("AES-256-GCM", e);
        }
    }

    private static UnreadableRecordException damaged(@Nullable RuntimeException cause) {
        return new UnreadableRecordException("The stored answer is encrypted and damaged.", cause);
    }

    private static IllegalStateException missing(String algorithm, GeneralSecurityException e) {
        return new IllegalStateException("Every Java platform has " + algorithm + "; this one has not.", e);
    }

    private static String checked(String name) {
        if (!Objects.requireNonNull(name, "name").matches("[A-Za-z0-9._-]{1,40}")) {
            throw new IllegalArgumentException(
                    "The name of an encryption key has 1 to 40 letters, digits, dots, hyphens"
                            + " and underscores; got \"" + name + "\".");
        }
        return name;
    }

    private static SecretKeySpec spec(String name, Bytes key) {
        if (Objects.requireNonNull(key, "key").length() != KEY_BYTES) {
            throw new IllegalArgumentException("The encryption key " + name + " has " + key.length() + " bytes; give "
                    + KEY_BYTES + " random ones.");
        }
        return new SecretKeySpec(key.toArray(), "HmacSHA256");
    }

    /** Names the keys and hides their bytes. */
    @Override
    public String toString() {
        return active.isEmpty()
                ? "ResultEncryption[none]"
                : "ResultEncryption[" + active + " of " + keys.keySet() + "]";
    }
}
