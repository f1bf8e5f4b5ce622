/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The class of each status and each exception. What is not named here has the default: final are 2xx, 3xx except 307
 * and 308, and 4xx except those that a client mends or repeats; 501, 503, 505, 507 and 511 release; other 5xx and all
 * exceptions are ambiguous. The {@link #standard()} rules name one exception: a malformed precondition releases, although
 * its status is final, since the field is no part of the fingerprint and the client is to mend it.
 *
 * @param statuses overrides by status code, 200 to 599
 * @param exceptions overrides by the type of the exception or of one of its causes; the most derived type wins
 */
public record OutcomeRules(
        Map<Integer, OutcomeClass> statuses, Map<Class<? extends Throwable>, OutcomeClass> exceptions) {
    /** Frameworks find out that no representation fits after the handler has done its work. */
    private static final int NOT_ACCEPTABLE = 406;

    private static final Set<Integer> RELEASED = Set.of(
            307, 308, 401, 403, 405, 407, 408, 409, 411, 412, 413, 414, 415, 416, 417, 421, 423, 424, 425, 426, 428,
            429, 431, 501, 503, 505, 507, 511);

    /**
     * Copies.
     *
     * @param statuses as above
     * @param exceptions as above
     */
    public OutcomeRules {
        statuses = Map.copyOf(statuses);
        exceptions = Map.copyOf(exceptions);
    }

    /**
     * The defaults.
     *
     * @return rules without overrides of statuses
     */
    public static OutcomeRules standard() {
        return new OutcomeRules(Map.of(), Map.of(InvalidPreconditionException.class, OutcomeClass.RELEASE));
    }

    /**
     * These rules with another class for a status.
     *
     * @param status the status code
     * @param outcome its class
     * @return new rules
     */
    public OutcomeRules with(int status, OutcomeClass outcome) {
        Map<Integer, OutcomeClass> more = new HashMap<>(statuses);
        more.put(status, outcome);
        return new OutcomeRules(more, exceptions);
    }

    /**
     * These rules with a class for an exception.
     *
     * @param type the exception's type; subtypes are included
     * @param outcome its class
     * @return new rules
     */
    public OutcomeRules with(Class<? extends Throwable> type, OutcomeClass outcome) {
        Map<Class<? extends Throwable>, OutcomeClass> more = new HashMap<>(exceptions);
        more.put(type, outcome);
        return new OutcomeRules(statuses, more);
    }

    /**
     * The class of a status.
     *
     * @param status the status code
     * @return its class
     */
    public OutcomeClass of(int status) {
        OutcomeClass override = statuses.get(status);
        if (override != null) {
            return override;
        }
        if (RELEASED.contains(status)) {
            return OutcomeClass.RELEASE;
        }
        return status >= 500 || status == NOT_ACCEPTABLE ? OutcomeClass.AMBIGUOUS : OutcomeClass.STORE;
    }

    /**
     * The class of an exception: that of the first in its chain of causes that has one.
     *
     * @param failure what the handler threw
     * @return its class; ambiguous unless configured
     */
    public OutcomeClass of(Throwable failure) {
        return configured(failure).orElse(OutcomeClass.AMBIGUOUS);
    }

    Optional<OutcomeClass> configured(Throwable failure) {
        Set<Throwable> seen = new HashSet<>();
        for (Throwable link = failure; link != null && seen.add(link); link = link.getCause()) {
            Optional<OutcomeClass> configured = configured(link.getClass());
            if (configured.isPresent()) {
                return configured;
            }
        }
        return Optional.empty();
    }

    private Optional<OutcomeClass> configured(Class<?> type) {
        for (Class<?> ancestor = type; ancestor != null; ancestor = ancestor.getSuperclass()) {
            OutcomeClass outcome = exceptions.get(ancestor);
            if (outcome != null) {
                return Optional.of(outcome);
            }
        }
        return Optional.empty();
    }
}
