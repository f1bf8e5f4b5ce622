/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.codec;

import dev.semel.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Turns results into bytes and back. Data only: a codec is bound to its type when it is built and must never choose a
 * class by what is stored (design rule D12). Null never reaches a codec. Must be safe for use by many threads.
 *
 * @param <T> the type of the result
 */
public interface ResultCodec<T extends @Nullable Object> {
    /**
     * The name stored beside the bytes.
     *
     * @return 1 to 100 ASCII characters, the same for ever
     */
    String name();

    /**
     * The version stored beside the bytes.
     *
     * @return 0 to 65535; {@link #decode} must read this one and the one before
     */
    int version();

    /**
     * Turns a value into bytes.
     *
     * @param value not null
     * @return its bytes
     * @throws Exception if it cannot be encoded: it is then recorded that the operation happened, without its value
     */
    Bytes encode(T value) throws Exception;

    /**
     * Turns bytes into a value.
     *
     * @param bytes what {@link #encode} gave, perhaps in another process and an earlier release
     * @param version the version that wrote them
     * @return the value
     * @throws Exception if the bytes cannot be read: nothing runs, and the caller gets a
     *     {@link dev.semel.ResultCodecException}
     */
    T decode(Bytes bytes, int version) throws Exception;
}
