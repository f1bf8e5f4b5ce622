/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring;

import dev.semel.Bytes;
import dev.semel.codec.ResultCodec;
import dev.semel.codec.ResultCodecs;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.temporal.Temporal;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What needs no library. */
final class BuiltInValues implements MethodValues {
    static final BuiltInValues INSTANCE = new BuiltInValues();

    private static final Bytes NULL = Bytes.copyOf(new byte[] {0});

    private BuiltInValues() {}

    @Override
    public Optional<ResultCodec<?>> codecFor(Type type) {
        if (type == void.class || type == Void.class) {
            return Optional.of(ResultCodecs.nothing());
        }
        if (type == String.class) {
            return Optional.of(ResultCodecs.text());
        }
        if (type == Bytes.class) {
            return Optional.of(ResultCodecs.bytes());
        }
        return type == byte[].class ? Optional.of(new ByteArrays()) : Optional.empty();
    }

    @Override
    public Bytes comparable(@Nullable Object value) {
        if (value == null) {
            return NULL;
        }
        if (value instanceof Bytes bytes) {
            return bytes;
        }
        if (value instanceof byte[] bytes) {
            return Bytes.copyOf(bytes);
        }
        if (value instanceof Enum<?> constant) {
            return Bytes.utf8(constant.name());
        }
        if (isPlain(value)) {
            return Bytes.utf8(value.toString());
        }
        throw new IllegalArgumentException("Values of " + value.getClass().getName() + " cannot be compared.");
    }

    private static boolean isPlain(Object value) {
        return value instanceof CharSequence
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof Character
                || value instanceof UUID
                || value instanceof Temporal
                || value instanceof Duration;
    }

    private record ByteArrays() implements ResultCodec<byte[]> {
        @Override
        public String name() {
            return "bytes";
        }

        @Override
        public int version() {
            return 1;
        }

        @Override
        public Bytes encode(byte[] value) {
            return Bytes.copyOf(value);
        }

        @Override
        public byte[] decode(Bytes bytes, int version) {
            return bytes.toArray();
        }
    }
}
