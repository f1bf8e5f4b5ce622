/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

import dev.semel.spring.CurrentExecution;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a merge patch makes of a payment. It is applied to all that callers see, and may change only the details. */
@Component
final class PaymentChanges {

    private static final Set<String> CHANGEABLE = Set.of("description", "reference", "metadata");

    private final JsonMapper json;

    PaymentChanges(JsonMapper json) {
        this.json = json;
    }

    /**
     * The details after the patch.
     *
     * @throws InvalidChangeException naming the first member that cannot be changed, or not to that
     */
    Details details(Payment payment, MergePatch patch) {
        JsonNode before = json.readTree(json.writeValueAsBytes(payment));
        JsonNode after = patch.applyTo(before);
        if (!after.isObject()) {
            throw new InvalidChangeException("the patch", "must be an object");
        }
        for (String name : names(before, after)) {
            if (!CHANGEABLE.contains(name) && !Objects.equals(before.get(name), after.get(name))) {
                throw new InvalidChangeException(name, "cannot be changed");
            }
        }
        return Details.of(after);
    }

    /**
     * Whether an attempt before this one may have made the change, and died before its answer was recorded: in leased mode
     * the record does not commit with the row. Then the version that the caller names is stale by that very change.
     */
    boolean areMade(Payment payment, MergePatch patch) {
        return CurrentExecution.get().recovered() && details(payment, patch).equals(payment.details());
    }

    private static List<String> names(JsonNode before, JsonNode after) {
        var names = new ArrayList<>(before.propertyNames());
        names.addAll(after.propertyNames());
        return names;
    }
}
