/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring;

import dev.semel.Execution;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Beans with guarded methods of many shapes. */
final class GuardedBeans {
    private GuardedBeans() {}

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
