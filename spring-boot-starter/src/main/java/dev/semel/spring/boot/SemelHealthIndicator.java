/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import dev.semel.CellId;
import dev.semel.jdbc.JdbcIdempotencyStore;
import dev.semel.jdbc.JdbcJoinedIdempotencyStore;
import dev.semel.jdbc.JdbcSchema;
import dev.semel.spi.IdempotencyStore;
import dev.semel.spi.StoreCapabilities;
import dev.semel.spi.StoreException;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Asks the store for a record that does not exist. Tells of the store only: no key, no body, no message of a driver. */
final class SemelHealthIndicator implements HealthIndicator {
    private final Stores stores;

    SemelHealthIndicator(Stores stores) {
        this.stores = stores;
    }

    @Override
    public Health health() {
        IdempotencyStore store = stores.any();
        Health.Builder health = details(store);
        try {
            ThreadLocalRandom random = ThreadLocalRandom.current();
            store.find(new CellId(random.nextLong(), random.nextLong()));
            return health.up().build();
        } catch (StoreException e) {
            return health.down()
                    .withDetail("reason", "The store does not answer.")
                    .build();
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
