/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.codec;

import dev.semel.Bytes;
import org.jspecify.annotations.Nullable;

/** The codecs that need no library. */
public final class ResultCodecs {
    private static final ResultCodec<String> TEXT = new Text();
    private static final ResultCodec<Bytes> BYTES = new Binary();
    private static final ResultCodec<@Nullable Void> NOTHING = new Nothing();

    private ResultCodecs() {}

    /**
     * Text, stored as UTF-8.
     *
     * @return the codec
     */
    public static ResultCodec<String> text() {
        return TEXT;
    }

    /**
     * Bytes, stored as they are.
     *
     * @return the codec
     */
    public static ResultCodec<Bytes> bytes() {
        return BYTES;
    }

    /**
     * For operations without a result; they return null.
     *
     * @return the codec
     */
    public static ResultCodec<@Nullable Void> nothing() {
        return NOTHING;
    }

    private record Text() implements ResultCodec<String> {
        @Override
        public String name() {
            return "text";
        }

        @Override
        public int version() {
            return 1;
        }

        @Override
        public Bytes encode(String value) {
            return Bytes.utf8(value);
        }

        @Override
        public String decode(Bytes bytes, int version) {
            return bytes.toUtf8();
        }
    }

    private record Binary() implements ResultCodec<Bytes> {
        @Override
        public String name() {
            return "bytes";
        }

        @Override
        public int version() {
            return 1;
        }

        @Override
        public Bytes encode(Bytes value) {
            return value;
        }

        @Override
        public Bytes decode(Bytes bytes, int version) {
            return bytes;
        }
    }

    private record Nothing() implements ResultCodec<@Nullable Void> {
        @Override
        public String name() {
            return "nothing";
        }

        @Override
        public int version() {
            return 1;
        }

        @Override
        public Bytes encode(@Nullable Void value) {
            return Bytes.EMPTY;
        }

        @Override
        @SuppressWarnings("NullAway") // T admits null here; NullAway outside its JSpecify mode does not see that
        public @Nullable Void decode(Bytes bytes, int version) {
            return null;
        }
    }
}
