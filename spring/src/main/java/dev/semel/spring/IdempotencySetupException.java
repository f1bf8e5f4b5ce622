/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Something is set up in a way that would not protect as promised, and so the application does not start. */
public final class IdempotencySetupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    private final String problem;

    /** What to do about it. */
    private final String remedy;

    /**
     * Reports what does not fit.
     *
     * @param problem what is wrong, with the name of the bean, method or property
     * @param remedy what to do about it
     */
    public IdempotencySetupException(String problem, String remedy) {
        this(problem, remedy, null);
    }

    /**
     * Reports what does not fit, and why.
     *
     * @param problem what is wrong, with the name of the bean, method or property
     * @param remedy what to do about it
     * @param cause the reason, or null
     */
    public IdempotencySetupException(String problem, String remedy, @Nullable Throwable cause) {
        super(problem + " " + remedy, cause);
        this.problem = Objects.requireNonNull(problem, "problem");
        this.remedy = Objects.requireNonNull(remedy, "remedy");
    }

    /**
     * What is wrong.
     *
     * @return one or more sentences
     */
    public String problem() {
        return problem;
    }

    /**
     * What to do about it.
     *
     * @return one or more sentences
     */
    public String remedy() {
        return remedy;
    }
}
