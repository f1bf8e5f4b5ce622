/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.Execution;
import dev.semel.FingerprintMismatchException;
import dev.semel.Scope;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

class IdempotentMethodTest {
    private final AnnotationConfigApplicationContext context =
            Contexts.of(Map.of("ship.operation", "ship"), Shop.class, Warehouse.class, Label.class);
    private final Shop shop = context.getBean(Shop.class);
    private final Contexts.Callers callers = context.getBean(Contexts.Callers.class);

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void replaysTheRecordedValueAnew() {
        Order order = new Order("o-1", new BigDecimal("19.90"));

        Parcel first = shop.ship(order);
        Parcel second = shop.ship(order);

        assertThat(second).isEqualTo(first).isNotSameAs(first);
        assertThat(shop.runs()).isEqualTo(1);
    }

    @Test
    void runsForEachKey() {
        shop.ship(new Order("o-1", BigDecimal.ONE));
        shop.ship(new Order("o-2", BigDecimal.ONE));

        assertThat(shop.runs()).isEqualTo(2);
    }

    @Test
    void runsForEachCaller() {
        shop.ship(new Order("o-1", BigDecimal.ONE));
        callers.present = Optional.of(Scope.of("caller", "bob"));
        shop.ship(new Order("o-1", BigDecimal.ONE));

        assertThat(shop.runs()).isEqualTo(2);
    }

    @Test
    void runsForNobodyWithoutACaller() {
        callers.present = Optional.empty();

        assertThatIllegalStateException().isThrownBy(() -> shop.ship(new Order("o-1", BigDecimal.ONE)));
        assertThat(shop.runs()).isEqualTo(0);
    }

    @Test
    void takesTheScopeFromTheExpressionWhereThereIsOne() {
        callers.present = Optional.empty();

        shop.forTenant("a", "b:c");
        shop.forTenant("a:b", "c");
        shop.forTenant("a", "b:c");

        assertThat(shop.runs()).isEqualTo(2);
    }

    @Test
    void refusesOtherArgumentsUnderTheSameKey() {
        shop.ship(new Order("o-1", BigDecimal.ONE));

        assertThatThrownBy(() -> shop.ship(new Order("o-1", BigDecimal.TEN)))
                .isInstanceOf(FingerprintMismatchException.class);
        assertThat(shop.runs()).isEqualTo(1);
    }

    @Test
    void comparesTheChosenPartOnly() {
        shop.chosen("k", "same", "one");
        shop.chosen("k", "same", "other");

        assertThat(shop.runs()).isEqualTo(1);
        assertThatThrownBy(() -> shop.chosen("k", "changed", "one")).isInstanceOf(FingerprintMismatchException.class);
    }

    @Test
    void comparesNothingWhereToldSo() {
        assertThat(shop.uncompared("k", "one")).isEqualTo("one");
        assertThat(shop.uncompared("k", "other")).isEqualTo("one");
    }

    @Test
    void refusesAKeyThatIsNullOrNoName() {
        assertThatIllegalArgumentException().isThrownBy(() -> shop.keyed(null)).withMessageContaining("null");
        assertThatIllegalArgumentException().isThrownBy(() -> shop.keyed("")).withMessageContaining("empty");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> shop.keyed(new Object()))
                .withMessageContaining("java.lang.Object");
        assertThat(shop.runs()).isEqualTo(0);
    }

    @Test
    void keepsListsOfKeyPartsApart() {
        shop.keyed(List.of("a", "bc"));
        shop.keyed(List.of("ab", "c"));
        shop.keyed(List.of("a", "bc"));

        assertThat(shop.runs()).isEqualTo(2);
    }

    @Test
    void letsTheExceptionThroughAsItselfAndRunsAgain() {
        IOException failure = new IOException("no");
        Order order = new Order("o-1", BigDecimal.ONE);

        assertThatThrownBy(() -> shop.fails(order.id(), failure)).isSameAs(failure);
        assertThatThrownBy(() -> shop.fails(order.id(), failure)).isSameAs(failure);
        assertThat(shop.runs()).isEqualTo(2);
    }

    @Test
    void letsAnErrorThroughAsItself() {
        StackOverflowError error = new StackOverflowError();

        assertThatThrownBy(() -> shop.fails("k", error)).isSameAs(error);
        assertThatThrownBy(() -> shop.fails("k", error)).isSameAs(error);
    }

    @Test
    void replaysNullVoidAndEmpty() {
        assertThat(shop.text("null", null)).isNull();
        assertThat(shop.text("null", null)).isNull();
        assertThat(shop.maybe("empty", Optional.empty())).isEmpty();
        assertThat(shop.maybe("empty", Optional.empty())).isEmpty();
        assertThat(shop.maybe("full", Optional.of(new Parcel(UUID.randomUUID(), List.of()))))
                .isPresent();
        shop.nothing("k");
        shop.nothing("k");

        assertThat(shop.runs()).isEqualTo(4);
    }

    @Test
    void replaysPrimitivesBytesAndGenericTypes() {
        assertThat(shop.count("k")).isEqualTo(1);
        assertThat(shop.count("k")).isEqualTo(1);
        assertThat(shop.binary("k")).containsExactly(0, -1, 127);
        assertThat(shop.binary("k")).containsExactly(0, -1, 127);
        assertThat(shop.byDay("k")).isEqualTo(shop.byDay("k"));
        assertThat(shop.byDay("k").get("mon")).first().isInstanceOf(Parcel.class);
    }

    @Test
    void replaysATimeWithItsOffset() {
        OffsetDateTime time = OffsetDateTime.parse("2026-03-29T02:30:00+09:00");

        assertThat(shop.time("k", time)).isEqualTo(time);
        assertThat(shop.time("k", time).getOffset()).isEqualTo(time.getOffset());
    }

    @Test
    void showsTheExecutionToTheMethodAndToNobodyAfter() {
        String derived = shop.derived("k");

        assertThat(derived).matches("[0-9a-f]{32}");
        assertThat(CurrentExecution.find()).isEmpty();
    }

    @Test
    void showsTheInnerExecutionWithinTheInnerMethod() {
        Warehouse warehouse = context.getBean(Warehouse.class);

        assertThat(warehouse.nested("k")).isEqualTo(List.of("nested", "ship", "nested"));
    }

    @Test
    void guardsWhatAnInterfaceDeclares() {
        Printer label = context.getBean(Printer.class);

        assertThat(label.print("k")).isEqualTo(label.print("k"));
    }

    record Order(String id, BigDecimal amount) {}

    record Parcel(UUID id, List<String> items) {}

    static class Shop {
        private final AtomicInteger runs = new AtomicInteger();

        int runs() {
            return runs.get();
        }

        @Idempotent(key = "#order.id", operation = "${ship.operation}")
        Parcel ship(Order order) {
            runs.incrementAndGet();
            return new Parcel(UUID.randomUUID(), List.of("book"));
        }

        @Idempotent(key = "'k'", scope = "{#tenant, #user}", fingerprint = Idempotent.NOT_COMPARED)
        void forTenant(String tenant, String user) {
            runs.incrementAndGet();
        }

        @Idempotent(key = "#key", fingerprint = "#compared")
        void chosen(String key, String compared, String free) {
            runs.incrementAndGet();
        }

        @Idempotent(key = "#p0", fingerprint = Idempotent.NOT_COMPARED)
        String uncompared(String key, String value) {
            return value;
        }

        @Idempotent(key = "#key", fingerprint = Idempotent.NOT_COMPARED)
        void keyed(@Nullable Object key) {
            runs.incrementAndGet();
        }

        @Idempotent(key = "#key", fingerprint = Idempotent.NOT_COMPARED)
        <X extends Throwable> void fails(String key, X failure) throws X {
            runs.incrementAndGet();
            throw failure;
        }

        @Idempotent(key = "#key")
        @Nullable
        String text(String key, @Nullable String value) {
            runs.incrementAndGet();
            return value;
        }

        @Idempotent(key = "#key")
        Optional<Parcel> maybe(String key, Optional<Parcel> value) {
            runs.incrementAndGet();
            return value;
        }

        @Idempotent(key = "#key")
        void nothing(String key) {
            runs.incrementAndGet();
        }

        @Idempotent(key = "#key")
        int count(String key) {
            return runs.incrementAndGet();
        }

        @Idempotent(key = "#key")
        byte[] binary(String key) {
            return new byte[] {0, -1, 127};
        }

        @Idempotent(key = "#key")
        Map<String, List<Parcel>> byDay(String key) {
            return Map.of("mon", List.of(new Parcel(UUID.randomUUID(), List.of("x"))));
        }

        @Idempotent(key = "#key")
        OffsetDateTime time(String key, OffsetDateTime time) {
            return time;
        }

        @Idempotent(key = "#key")
        String derived(String key) {
            return CurrentExecution.get().downstreamKey("charge");
        }

        @Idempotent(key = "#key", operation = "inner")
        String operation(String key) {
            return CurrentExecution.find().map(Shop::name).orElseThrow();
        }

        static String name(Execution execution) {
            return execution.cell().operation().equals("inner") ? "ship" : "nested";
        }
    }

    static class Warehouse {
        private final Shop shop;

        Warehouse(Shop shop) {
            this.shop = shop;
        }

        @Idempotent(key = "#key")
        List<String> nested(String key) {
            return List.of(Shop.name(CurrentExecution.get()), shop.operation(key), Shop.name(CurrentExecution.get()));
        }
    }

    interface Printer {
        @Idempotent(key = "#key")
        UUID print(String key);
    }

    static class Label implements Printer {
        @Override
        public UUID print(String key) {
            return UUID.randomUUID();
        }
    }
}
