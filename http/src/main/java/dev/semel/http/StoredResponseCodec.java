/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

import dev.semel.Bytes;
import dev.semel.codec.ResultCodec;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The stored form of a {@link StoredResponse}, data only.
 *
 * <p>Version 1, big endian: status (2 bytes), body (1 byte: 0 recorded, else the code of the reason why it was
 * omitted), number of header lines (2 bytes), for each line the length of the name (2 bytes), the name in ASCII, the
 * length of the value (4 bytes), the value in UTF-8; the rest is the body. Safe for use by many threads.
 */
public final class StoredResponseCodec implements ResultCodec<StoredResponse> {
    /** The one codec. */
    public static final StoredResponseCodec INSTANCE = new StoredResponseCodec();

    private static final int VERSION = 1;
    private static final int MAX_LINES = 0xFFFF;
    private static final int MAX_NAME = 0xFFFF;

    private StoredResponseCodec() {}

    @Override
    public String name() {
        return "http-response";
    }

    @Override
    public int version() {
        return VERSION;
    }

    /**
     * Encodes a response.
     *
     * @param value the response
     * @return its bytes
     * @throws IllegalArgumentException if there are more than 65535 header lines or a name is longer than that
     */
    @Override
    public Bytes encode(StoredResponse value) {
        List<byte[]> texts = new ArrayList<>();
        int size = 2 + 1 + 2 + value.bytes().length();
        for (HeaderField field : value.headers()) {
            byte[] name = field.name().getBytes(StandardCharsets.US_ASCII);
            byte[] text = field.value().getBytes(StandardCharsets.UTF_8);
            texts.add(name);
            texts.add(text);
            size = Math.addExact(size, 2 + name.length + 4 + text.length);
            if (name.length > MAX_NAME || texts.size() > 2 * MAX_LINES) {
                throw new IllegalArgumentException("The response has too many header lines or too long a name.");
            }
        }
        ByteBuffer out = ByteBuffer.allocate(size);
        out.putShort((short) value.status()).put(bodyKind(value.body())).putShort((short) (texts.size() / 2));
        for (int i = 0; i < texts.size(); i += 2) {
            out.putShort((short) texts.get(i).length).put(texts.get(i));
            out.putInt(texts.get(i + 1).length).put(texts.get(i + 1));
        }
        return Bytes.wrap(out.put(value.bytes().toArray()).array());
    }

    /**
     * Decodes a response. Header lines are checked as if they came from a stranger, and no more memory is taken than
     * the input has bytes, whatever the lengths in it say.
     *
     * @param bytes any bytes
     * @param version the version that wrote them
     * @return the response
     * @throws IllegalArgumentException if the bytes are no response of that version; nothing else is thrown
     */
    @Override
    public StoredResponse decode(Bytes bytes, int version) {
        if (version != VERSION) {
            throw new IllegalArgumentException("The recorded response has version " + version + "; this release reads "
                    + VERSION + ". Finish the upgrade of all nodes.");
        }
        try {
            return read(ByteBuffer.wrap(bytes.toArray()));
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("The recorded response is cut off.", e);
        }
    }

    private static StoredResponse read(ByteBuffer in) {
        int status = Short.toUnsignedInt(in.getShort());
        int kind = Byte.toUnsignedInt(in.get());
        int lines = Short.toUnsignedInt(in.getShort());
        List<HeaderField> headers = new ArrayList<>();
        for (int i = 0; i < lines; i++) {
            byte[] name = take(in, Short.toUnsignedInt(in.getShort()));
            byte[] value = take(in, in.getInt());
            headers.add(new HeaderField(
                    new String(name, StandardCharsets.US_ASCII), new String(value, StandardCharsets.UTF_8)));
        }
        byte[] rest = take(in, in.remaining());
        return new StoredResponse(status, headers, body(kind, rest));
    }

    private static byte[] take(ByteBuffer in, int length) {
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] taken = new byte[length];
        in.get(taken);
        return taken;
    }

    private static byte bodyKind(StoredResponse.Body body) {
        return body instanceof StoredResponse.Omitted omitted ? (byte) omitted.reason().code : 0;
    }

    private static StoredResponse.Body body(int kind, byte[] rest) {
        if (kind == 0) {
            return new StoredResponse.Recorded(Bytes.wrap(rest));
        }
        for (StoredResponse.Reason reason : StoredResponse.Reason.values()) {
            if (reason.code == kind && rest.length == 0) {
                return new StoredResponse.Omitted(reason);
            }
        }
        throw new IllegalArgumentException("The recorded response has an unknown kind of body.");
    }
}
