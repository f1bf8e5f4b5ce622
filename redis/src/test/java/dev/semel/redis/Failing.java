/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.spi.StoreException;
import dev.semel.spi.StoreException.Certainty;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What a verb that cannot answer says. */
final class Failing {
    private Failing() {}

    static void assertUnknown(ThrowingCallable call) {
        assertCertainty(Certainty.UNKNOWN, call);
    }

    static void assertNotApplied(ThrowingCallable call) {
        assertCertainty(Certainty.NOT_APPLIED, call);
    }

    private static void assertCertainty(Certainty certainty, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.certainty())
                .as(e.getMessage())
                .isEqualTo(certainty));
    }

    /** What it answers, or what is known if it does not. */
    static <T> Answer<T> of(Callable<T> call) {
        try {
            return new Answer<>(Optional.of(call.call()), Optional.empty());
        } catch (StoreException e) {
            return new Answer<>(Optional.empty(), Optional.of(e.certainty()));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** One of the two. */
    record Answer<T>(Optional<T> value, Optional<Certainty> certainty) {}
}
