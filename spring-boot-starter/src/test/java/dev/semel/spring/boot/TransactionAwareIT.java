/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.CellId;
import dev.semel.jdbc.JdbcIdempotencyStore;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class TransactionAwareIT {
    @Test
    void aLeasedStoreDoesNotEndTheCallersTransaction() {
        DataSource pool = new DriverManagerDataSource(Postgres.url());
        String table = "half_done_" + UUID.randomUUID().toString().replace("-", "");
        JdbcClient jdbc = JdbcClient.create(pool);
        jdbc.sql("create table " + table + " (id int)").update();

        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(SemelAutoConfiguration.class))
                .withBean(DataSource.class, () -> new TransactionAwareDataSourceProxy(pool))
                .withBean(PlatformTransactionManager.class, () -> new DataSourceTransactionManager(pool))
                .withPropertyValues("semel.jdbc.initialize-schema=true")
                .run(context -> new TransactionTemplate(context.getBean(PlatformTransactionManager.class))
                        .executeWithoutResult(status -> {
                            jdbc.sql("insert into " + table + " values (1)").update();
                            assertThat(context.getBean(JdbcIdempotencyStore.class)
                                            .find(CellId.of(UUID.randomUUID())))
                                    .isEmpty();
                            status.setRollbackOnly();
                        }));

        assertThat(jdbc.sql("select count(*) from " + table).query(Long.class).single())
                .isZero();
    }
}
