/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client;

import dev.semel.client.spi.AnswerView;
import dev.semel.http.ProblemType;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/**
 * Tells what an answer means. The problem code comes first, then the replay marker (a recorded answer is the answer),
 * then the server's directive, then the status.
 */
final class AnswerTable {
    private static final int PEEKED_BYTES = 8 * 1024;

    private final SendRules rules;

    AnswerTable(SendRules rules) {
        this.rules = rules;
    }

    AnswerKind kindOf(AnswerView answer) throws IOException {
        int status = answer.status();
        if (status == 307 || status == 308) {
            return AnswerKind.REDIRECT;
        }
        if (status < 400) {
            return AnswerKind.SUCCESS;
        }
        Optional<String> code = status == 409 ? problemCode(answer) : Optional.empty();
        if (code.equals(Optional.of(ProblemType.INDETERMINATE.code()))) {
            return AnswerKind.INDETERMINATE;
        }
        if (isReplay(answer)) {
            return AnswerKind.DEFINITIVE;
        }
        AnswerKind byStatus = status == 409 ? conflict(answer, code) : byStatus(status);
        return directed(answer, byStatus);
    }

    boolean isReplay(AnswerView answer) {
        return rules.markers().stream()
                .flatMap(name -> answer.header(name).stream())
                .anyMatch(AnswerTable::isTrue);
    }

    private static AnswerKind conflict(AnswerView answer, Optional<String> code) {
        boolean running = code.map(ProblemType.CONFLICT.code()::equals)
                .filter(known -> known || isOfTheLayer(code.get()))
                .orElseGet(() -> !answer.header(RetryAfter.HEADER).isEmpty());
        return running ? AnswerKind.IN_PROGRESS : AnswerKind.DEFINITIVE;
    }

    /** A server may answer another of its problems with 409, and that is no reason to wait. */
    private static boolean isOfTheLayer(String code) {
        for (ProblemType type : ProblemType.values()) {
            if (type.code().equals(code)) {
                return true;
            }
        }
        return false;
    }

    private AnswerKind byStatus(int status) {
        return switch (status) {
            case 401 -> AnswerKind.UNAUTHORIZED;
            case 403, 407, 421 -> AnswerKind.TURNED_AWAY;
            case 425, 429 -> AnswerKind.NOT_RUN;
            case 408, 502, 503, 504 -> AnswerKind.UNCERTAIN;
            case 501, 505, 511 -> AnswerKind.DEFINITIVE;
            default -> status < 500 ? AnswerKind.DEFINITIVE : internalError();
        };
    }

    private AnswerKind internalError() {
        return switch (rules.internalErrors()) {
            case UNKNOWN -> AnswerKind.SERVER_ERROR;
            case RETRY -> AnswerKind.UNCERTAIN;
            case DEFINITIVE -> AnswerKind.DEFINITIVE;
        };
    }

    private AnswerKind directed(AnswerView answer, AnswerKind byStatus) {
        for (String name : rules.directives()) {
            for (String value : answer.header(name)) {
                if (isTrue(value)) {
                    return toldToRetry(byStatus, answer.status());
                }
                if (value.strip().equalsIgnoreCase("false")) {
                    return toldToStop(byStatus);
                }
            }
        }
        return byStatus;
    }

    private static AnswerKind toldToRetry(AnswerKind byStatus, int status) {
        return switch (byStatus) {
            case DEFINITIVE, TURNED_AWAY, SERVER_ERROR -> status < 500 ? AnswerKind.NOT_RUN : AnswerKind.UNCERTAIN;
            default -> byStatus;
        };
    }

    /** What may have run stays in doubt, but is not sent again. */
    private static AnswerKind toldToStop(AnswerKind byStatus) {
        return switch (byStatus) {
            case UNCERTAIN -> AnswerKind.SERVER_ERROR;
            case IN_PROGRESS -> AnswerKind.INDETERMINATE;
            case NOT_RUN -> AnswerKind.TURNED_AWAY;
            default -> byStatus;
        };
    }

    private static Optional<String> problemCode(AnswerView answer) throws IOException {
        boolean isJson = answer.header("Content-Type").stream()
                .anyMatch(type -> type.toLowerCase(Locale.ROOT).contains("json"));
        return isJson ? ProblemCode.of(answer.peek(PEEKED_BYTES)) : Optional.empty();
    }

    private static boolean isTrue(String value) {
        return value.strip().equalsIgnoreCase("true");
    }
}
