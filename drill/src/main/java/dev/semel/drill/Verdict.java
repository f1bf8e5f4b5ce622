/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill;

import java.util.function.Function;

/** What a drill says about a row. */
public sealed interface Verdict {
    /**
     * The service does what the row demands.
     *
     * @param note which of several right behaviours was seen; empty where there is one
     */
    record Passed(String note) implements Verdict {}

    /**
     * The service does something else.
     *
     * @param expected what the row demands
     * @param came what was seen
     */
    record Failed(String expected, String came) implements Verdict {}

    /**
     * Nothing can be said.
     *
     * @param reason why
     */
    record NotApplicable(String reason) implements Verdict {}

    /**
     * Takes each of the three to a value.
     *
     * @param passed for a right behaviour
     * @param failed for another
     * @param notApplicable for none
     * @param <T> of the value
     * @return what the function of this verdict gave
     */
    default <T> T fold(
            Function<Passed, T> passed, Function<Failed, T> failed, Function<NotApplicable, T> notApplicable) {
        if (this instanceof Passed verdict) {
            return passed.apply(verdict);
        }
        if (this instanceof Failed verdict) {
            return failed.apply(verdict);
        }
        if (this instanceof NotApplicable verdict) {
            return notApplicable.apply(verdict);
        }
        throw new AssertionError(this);
    }

    /**
     * One word for reports.
     *
     * @return {@code pass}, {@code fail} or {@code n/a}
     */
    default String word() {
        return fold(passed -> "pass", failed -> "fail", notApplicable -> "n/a");
    }

    /**
     * What is to be added to the word.
     *
     * @return one line; may be empty
     */
    default String detail() {
        return fold(
                Passed::note,
                failed -> "expected " + failed.expected() + "; got " + failed.came(),
                NotApplicable::reason);
    }
}
