/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

import dev.semel.Bytes;
import dev.semel.http.HeaderField;
import dev.semel.http.Problem;
import dev.semel.http.ProblemRenderer;
import dev.semel.http.ProblemType;
import dev.semel.http.StoredResponse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import tools.jackson.databind.json.JsonMapper;

/**
 * Says what Semel refuses in the words of the client: as an error of Stripe under {@code /v1}, as a problem document
 * everywhere else. The request comes from Spring's holder, whose filter stands before Semel's.
 */
@Component
final class ChargeRefusals implements ProblemRenderer {

    private final ProblemRenderer others = ProblemRenderer.problemJson();
    private final JsonMapper json;

    ChargeRefusals(JsonMapper json) {
        this.json = json;
    }

    @Override
    public StoredResponse render(Problem problem) {
        if (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes now
                && StripeError.isReadBy(now.getRequest())) {
            return stripeError(problem);
        }
        return others.render(problem);
    }

    private StoredResponse stripeError(Problem problem) {
        var type = problem.type().orElse(null);
        List<HeaderField> lines = new ArrayList<>(problem.headers());
        lines.add(new HeaderField("Content-Type", "application/json"));
        lines.add(new HeaderField("Cache-Control", "no-store"));
        if (type == ProblemType.INDETERMINATE) {
            lines.add(new HeaderField(StripeError.SHOULD_RETRY, "false"));
        }
        return StoredResponse.of(
                status(problem, type), lines, Bytes.utf8(json.writeValueAsString(error(problem, type))));
    }

    /** Stripe's clients know another request under an old key by 400, and would take 422 for a failure of the server. */
    private static int status(Problem problem, @Nullable ProblemType type) {
        return type == ProblemType.FINGERPRINT_MISMATCH ? 400 : problem.status();
    }

    private static StripeError error(Problem problem, @Nullable ProblemType type) {
        if (type == ProblemType.CONFLICT) {
            return StripeError.ofKey(StripeError.KEY_IN_USE, problem.detail());
        }
        if (type == ProblemType.FINGERPRINT_MISMATCH || type == ProblemType.INDETERMINATE) {
            return StripeError.ofKey(null, problem.detail());
        }
        return StripeError.of(problem.status(), problem.detail(), null);
    }
}
