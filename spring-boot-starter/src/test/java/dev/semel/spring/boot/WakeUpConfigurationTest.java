/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.spi.StoreException;
import dev.semel.spi.WakeUps;
import dev.semel.spring.IdempotencySetupException;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Wake-ups asked for where there are none. */
class WakeUpConfigurationTest {
    private static final String LINE = "woken by it";

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SemelAutoConfiguration.class));
    private final ApplicationContextRunner h2 = runner.withConfiguration(AutoConfigurations.of(
                    DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class))
            .withPropertyValues(
                    "spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID(), "semel.jdbc.initialize-schema=true");

    @Test
    void nothingIsOpenedUnasked() {
        h2.run(context -> {
            assertThat(context).hasNotFailed().doesNotHaveBean(WakeUps.class);
            assertThat(context.getBean(StartUpTable.class).text()).doesNotContain(LINE);
        });
    }

    @Test
    void anotherDatabaseThanPostgresqlFailsTheStart() {
        h2.withPropertyValues("semel.wake-up.enabled=true").run(context -> assertThat(context)
                .getFailure()
                .rootCause()
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("PostgreSQL (LISTEN) and Redis"));
    }

    @Test
    void recordsInMemoryFailTheStart() {
        runner.withPropertyValues("semel.wake-up.enabled=true").run(context -> assertThat(context)
                .getFailure()
                .rootCause()
                .isInstanceOf(IdempotencySetupException.class)
                .hasMessageContaining("semel.wake-up.enabled is true, and the store memory has no wake-ups"));
    }
}
