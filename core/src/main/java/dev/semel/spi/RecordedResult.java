/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spi;

import dev.semel.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * The recorded answer of an operation: data only, never a class name to instantiate (design rule D12).
 *
 * <p>Stored form, all stores alike: format (1 byte, {@value #FORMAT}), kind (1 byte), codec version (2 bytes, big
 * endian), length of the codec's name (1 byte), that name in ASCII, the payload.
 *
 * @param kind what the payload is
 * @param codec the name of the codec that wrote the payload; 1 to 100 ASCII characters
 * @param version that codec's version, 0 to 65535
 * @param payload the bytes; empty for {@link Kind#NULL}
 */
public record RecordedResult(Kind kind, String codec, int version, Bytes payload) {
    /** The version of the stored form that this release writes. */
    public static final int FORMAT = 1;

    private static final int HEADER_BYTES = 5;
    private static final int MAX_CODEC_NAME = 100;

    /** What a payload is. */
    public enum Kind {
        /** A value, encoded. */
        VALUE(0),
        /** Null or void. */
        NULL(1),
        /** A failure that is final and is replayed as one. */
        FAILURE(2),
        /** A value that was not stored, being too large or not encodable: it is known that it happened, not what. */
        OMITTED(3),
        /** A result of any other kind, encrypted: opened by {@link dev.semel.ResultEncryption} only. */
        SEALED(4);

        private final byte code;

        Kind(int code) {
            this.code = (byte) code;
        }

        private static Kind of(byte code) {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            throw new UnreadableRecordException("The stored result is of a kind that this release does not know.");
        }
    }

    /**
     * Checks the parts.
     *
     * @param kind as above
     * @param codec as above
     * @param version as above
     * @param payload as above
     * @throws IllegalArgumentException if name or version are out of range
     */
    public RecordedResult {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(payload, "payload");
        boolean ascii = StandardCharsets.US_ASCII.newEncoder().canEncode(codec);
        if (codec.isEmpty() || codec.length() > MAX_CODEC_NAME || !ascii || version < 0 || version > 0xFFFF) {
            throw new IllegalArgumentException("A codec has a name of 1 to " + MAX_CODEC_NAME
                    + " ASCII characters and a version of 0 to 65535; got '" + codec + "', version " + version + ".");
        }
    }

    /**
     * The stored form.
     *
     * @return a new array
     */
    public byte[] encoded() {
        byte[] name = codec.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(HEADER_BYTES + name.length + payload.length())
                .put((byte) FORMAT)
                .put(kind.code)
                .putShort((short) version)
                .put((byte) name.length)
                .put(name)
                .put(payload.toArray())
                .array();
    }

    /**
     * Reads the stored form.
     *
     * @param encoded what {@link #encoded()} gave, in this release or the one before
     * @return the result
     * @throws UnreadableRecordException if the form is of a newer release or damaged; such a record is never treated
     *     as absent (promise I22)
     */
    public static RecordedResult decode(byte[] encoded) {
        try {
            return read(ByteBuffer.wrap(encoded));
        } catch (RuntimeException e) {
            if (e instanceof UnreadableRecordException unreadable) {
                throw unreadable;
            }
            throw new UnreadableRecordException("The stored result is damaged.", e);
        }
    }

    private static RecordedResult read(ByteBuffer buffer) {
        int format = buffer.get();
        if (format != FORMAT) {
            throw new UnreadableRecordException("The stored result has format " + format + "; this release reads up to "
                    + FORMAT + ". Finish the upgrade of all nodes.");
        }
        Kind kind = Kind.of(buffer.get());
        int version = Short.toUnsignedInt(buffer.getShort());
        byte[] name = new byte[buffer.get()];
        buffer.get(name);
        byte[] payload = new byte[buffer.remaining()];
        buffer.get(payload);
        return new RecordedResult(kind, new String(name, StandardCharsets.US_ASCII), version, Bytes.wrap(payload));
    }
}
