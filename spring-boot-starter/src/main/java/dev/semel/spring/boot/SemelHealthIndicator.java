/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import dev.semel.CellId;
import dev.semel.jdbc.JdbcIdempotencyStore;
import dev.semel.jdbc.JdbcJoinedIdempotencyStore;
import dev.semel.jdbc.JdbcSchema;
import dev.semel.spi.IdempotencyStore;
import dev.semel.spi.StoreCapabilities;
import dev.semel.spi.StoreException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Asks each store for a record that does not exist. Tells of the stores only: no key, no body, no message of a driver. */
final class SemelHealthIndicator implements HealthIndicator {
    private final Stores stores;

    SemelHealthIndicator(Stores stores) {
        this.stores = stores;
    }

    @Override
    public Health health() {
        List<IdempotencyStore> places = stores.places();
        Health.Builder health = details(places.get(0));
        // a database that keeps records of both modes is two stores, and one to who looks at it
        boolean several = names(places).size() > 1;
        if (several) {
            health.withDetail("stores", String.join(", ", names(places)));
        }
        List<IdempotencyStore> silent =
                places.stream().filter(store -> !answers(store)).toList();
        if (silent.isEmpty()) {
            return health.up().build();
        }
        String who = several ? String.join(", ", names(silent)) : "The store";
        return health.down().withDetail("reason", who + " does not answer.").build();
    }

    private static List<String> names(List<IdempotencyStore> stores) {
        return stores.stream()
                .map(store -> store.capabilities().name())
                .distinct()
                .toList();
    }

    private static boolean answers(IdempotencyStore store) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        try {
            store.find(new CellId(random.nextLong(), random.nextLong()));
            return true;
        } catch (StoreException e) {
            return false;
        }
    }

    private Health.Builder details(IdempotencyStore store) {
        StoreCapabilities capabilities = store.capabilities();
        Health.Builder health = new Health.Builder()
                .withDetail("store", capabilities.name())
                .withDetail("durability", capabilities.durability().name())
                .withDetail("shared", capabilities.shared())
                .withDetail(
                        "modes",
                        stores.byMode().keySet().stream()
                                .map(mode -> mode.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", ")));
        boolean database = store instanceof JdbcIdempotencyStore || store instanceof JdbcJoinedIdempotencyStore;
        return database ? health.withDetail("schemaVersion", JdbcSchema.VERSION) : health;
    }
}
