/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring;

import dev.semel.Bytes;
import dev.semel.codec.ResultCodec;
import java.lang.reflect.Type;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How return values of guarded methods are stored and how their arguments are compared. Safe for use by many threads. */
public interface MethodValues {
    /**
     * The codec of a declared return type, bound to that type: what is stored never chooses a class (design rule D12).
     *
     * @param type the declared type, with its type arguments
     * @return empty if there is none for this type
     * @throws IllegalArgumentException if the type cannot be stored, with the reason
     */
    Optional<ResultCodec<?>> codecFor(Type type);

    /**
     * The bytes to compare an argument by: equal for equal values, in every process.
     *
     * @param value an argument, or a value taken from one
     * @return its bytes
     * @throws IllegalArgumentException if there are none for such a value
     */
    Bytes comparable(@Nullable Object value);

    /**
     * Text, bytes and void as return values; text, numbers, booleans, UUIDs, enum constants, bytes and times as
     * arguments. Needs no library.
     *
     * @return the built-in values
     */
    static MethodValues builtIn() {
        return BuiltInValues.INSTANCE;
    }
}
