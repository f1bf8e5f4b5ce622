/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

import dev.semel.Mode;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * What is recorded of the handler's answer.
 *
 * @param headers which header lines
 * @param outcomes which statuses and exceptions
 * @param serverErrors what becomes of ambiguous ones
 * @param bodies whether bodies are recorded
 */
public record ResponseRules(
        HeaderRules headers, OutcomeRules outcomes, ServerErrorRule serverErrors, BodyRecording bodies) {
    /**
     * Checks for null.
     *
     * @param headers as above
     * @param outcomes as above
     * @param serverErrors as above
     * @param bodies as above
     */
    public ResponseRules {
        Objects.requireNonNull(headers, "headers");
        Objects.requireNonNull(outcomes, "outcomes");
        Objects.requireNonNull(serverErrors, "serverErrors");
        Objects.requireNonNull(bodies, "bodies");
    }

    /**
     * The defaults of each part.
     *
     * @return the default rules
     */
    public static ResponseRules standard() {
        return new ResponseRules(
                HeaderRules.standard(), OutcomeRules.standard(), ServerErrorRule.BY_MODE, BodyRecording.RECORD);
    }

    /**
     * These rules for other header lines.
     *
     * @param headers which header lines
     * @return new rules
     */
    public ResponseRules withHeaders(HeaderRules headers) {
        return new ResponseRules(headers, outcomes, serverErrors, bodies);
    }

    /**
     * These rules for other statuses and exceptions.
     *
     * @param outcomes which statuses and exceptions
     * @return new rules
     */
    public ResponseRules withOutcomes(OutcomeRules outcomes) {
        return new ResponseRules(headers, outcomes, serverErrors, bodies);
    }

    /**
     * These rules with another treatment of ambiguous answers.
     *
     * @param serverErrors what becomes of them
     * @return new rules
     */
    public ResponseRules withServerErrors(ServerErrorRule serverErrors) {
        return new ResponseRules(headers, outcomes, serverErrors, bodies);
    }

    /**
     * These rules with another treatment of bodies.
     *
     * @param bodies whether bodies are recorded
     * @return new rules
     */
    public ResponseRules withBodies(BodyRecording bodies) {
        return new ResponseRules(headers, outcomes, serverErrors, bodies);
    }

    /**
     * How an attempt ends whose handler answered.
     *
     * @param status the answer's status
     * @param mode the operation's mode
     * @param rollbackOnly whether the transaction can only roll back; then a success cannot be recorded, and
     *     {@link Ending#RECORD} reports the rollback
     * @return the ending
     */
    public Ending ending(int status, Mode mode, boolean rollbackOnly) {
        return ending(outcomes.of(status), status, mode, rollbackOnly);
    }

    /**
     * How an attempt ends whose handler threw and whose framework answered for it. A class that is configured for the
     * exception goes before that of the status.
     *
     * @param failure what the handler threw
     * @param status the answer's status
     * @param mode the operation's mode
     * @param rollbackOnly whether the transaction can only roll back
     * @return the ending
     */
    public Ending ending(Throwable failure, int status, Mode mode, boolean rollbackOnly) {
        return ending(outcomes.configured(failure).orElseGet(() -> outcomes.of(status)), status, mode, rollbackOnly);
    }

    private Ending ending(OutcomeClass outcome, int status, Mode mode, boolean rollbackOnly) {
        if (outcome == OutcomeClass.STORE) {
            return rollbackOnly && status >= 400 ? Ending.RECORD_ROLLED_BACK : Ending.RECORD;
        }
        return outcome == OutcomeClass.RELEASE ? Ending.RELEASE : ambiguous(mode);
    }

    /**
     * How an attempt ends whose handler threw.
     *
     * @param failure what it threw
     * @param mode the operation's mode
     * @return the ending
     */
    public Ending ending(Throwable failure, Mode mode) {
        OutcomeClass outcome = outcomes.of(failure);
        if (outcome == OutcomeClass.STORE) {
            return Ending.RECORD_ROLLED_BACK;
        }
        return outcome == OutcomeClass.RELEASE ? Ending.RELEASE : ambiguous(mode);
    }

    /**
     * Whether the body of a response with these headers may be recorded.
     *
     * @param lines what the handler set
     * @return false if a rule forbids it
     */
    public boolean recordsBody(List<HeaderField> lines) {
        if (bodies != BodyRecording.RECORD_UNLESS_NO_STORE) {
            return bodies == BodyRecording.RECORD;
        }
        return lines.stream()
                .filter(line -> line.isNamed("Cache-Control"))
                .flatMap(line -> Arrays.stream(line.value().split(",", -1)))
                .noneMatch(directive -> directive.strip().equalsIgnoreCase("no-store"));
    }

    private Ending ambiguous(Mode mode) {
        return switch (serverErrors) {
            case BY_MODE -> mode == Mode.JOINED ? Ending.RELEASE : Ending.RECORD_ROLLED_BACK;
            case RELEASE -> Ending.RELEASE;
            case STORE -> Ending.RECORD_ROLLED_BACK;
            case QUARANTINE -> Ending.HOLD;
        };
    }
}
