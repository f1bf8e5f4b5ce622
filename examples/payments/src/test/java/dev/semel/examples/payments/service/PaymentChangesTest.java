/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.Call;
import dev.semel.IdempotencyKey;
import dev.semel.IdempotencyPolicy;
import dev.semel.IdempotentExecutor;
import dev.semel.Operation;
import dev.semel.Scope;
import dev.semel.codec.ResultCodecs;
import dev.semel.memory.InMemoryIdempotencyStore;
import dev.semel.spring.CurrentExecution;
import dev.semel.testkit.MutableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class PaymentChangesTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final MergePatch PATCH = new MergePatch(JSON.readTree("{\"description\":\"two chairs\"}"));
    private static final Call CALL = Call.of(Scope.of("shop-a"), IdempotencyKey.of("note-1"));
    private static final Operation<String> CHANGE =
            Operation.of("change", IdempotencyPolicy.leased(), ResultCodecs.text());

    private final PaymentChanges changes = new PaymentChanges(JSON);
    private final Payment before = Payment.paid(new NewPayment(1999, "EUR", "tok_visa"), "ch_1");
    private final Payment after = new Payment(
            before.id(), 1999, "EUR", "paid", "ch_1", new Details("two chairs", null, Map.of()), before.version() + 1);

    @Test
    void onlyAnAttemptThatTookOverTakesAChangeForItsOwn() {
        var clock = new MutableClock();
        var store = new InMemoryIdempotencyStore(clock);
        List<Boolean> made = new ArrayList<>();
        try (var first = IdempotentExecutor.builder(store).build();
                var second = IdempotentExecutor.builder(store).build()) {
            first.execute(
                    CHANGE,
                    CALL,
                    execution -> CurrentExecution.within(execution, attempt -> {
                        made.add(changes.areMade(after, PATCH));
                        clock.advance(Duration.ofMinutes(1));
                        second.execute(
                                CHANGE,
                                CALL,
                                later -> CurrentExecution.within(later, takeover -> {
                                    made.add(changes.areMade(before, PATCH));
                                    made.add(changes.areMade(after, PATCH));
                                    return "";
                                }));
                        return "";
                    }));
        }
        assertThat(made).containsExactly(false, false, true);
    }
}
