/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.FingerprintMismatchException;
import dev.semel.Scope;
import dev.semel.spring.GuardedBeans.Label;
import dev.semel.spring.GuardedBeans.Order;
import dev.semel.spring.GuardedBeans.Parcel;
import dev.semel.spring.GuardedBeans.Printer;
import dev.semel.spring.GuardedBeans.Shop;
import dev.semel.spring.GuardedBeans.Warehouse;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
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
}
