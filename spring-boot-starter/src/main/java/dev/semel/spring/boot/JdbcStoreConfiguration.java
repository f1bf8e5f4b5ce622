/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import dev.semel.jdbc.JdbcIdempotencyStore;
import dev.semel.jdbc.JdbcJoinedIdempotencyStore;
import dev.semel.jdbc.JdbcOptions;
import dev.semel.jdbc.Transactions;
import dev.semel.spi.IdempotencyStore;
import dev.semel.spring.IdempotencySetupException;
import dev.semel.spring.jdbc.SpringTransactions;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.PlatformTransactionManager;

/** Both modes in the application's database. An unknown database fails the start; it never falls back to memory. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({DataSource.class, DataSourceUtils.class, PlatformTransactionManager.class})
@ConditionalOnBean(DataSource.class)
@ConditionalOnMissingBean(IdempotencyStore.class)
class JdbcStoreConfiguration {
    @Bean
    @ConditionalOnMissingBean
    JdbcOptions semelJdbcOptions(SemelProperties properties) {
        SemelProperties.Jdbc jdbc = properties.jdbc();
        return new JdbcOptions(
                jdbc.schema(),
                jdbc.timeout(),
                jdbc.initializeSchema(),
                jdbc.permitFsyncOffAndLoseRecords(),
                jdbc.senders());
    }

    @Bean
    @ConditionalOnMissingBean
    @DependsOnDatabaseInitialization
    Transactions semelTransactions(
            ObjectProvider<DataSource> dataSources, ObjectProvider<PlatformTransactionManager> managers) {
        PlatformTransactionManager manager = managers.getIfUnique();
        if (manager == null) {
            throw ambiguous("PlatformTransactionManager");
        }
        return SpringTransactions.of(manager, only(dataSources));
    }

    @Bean
    @DependsOnDatabaseInitialization
    JdbcJoinedIdempotencyStore semelJoinedStore(Transactions transactions, JdbcOptions options) {
        return JdbcJoinedIdempotencyStore.open(transactions, options);
    }

    @Bean
    @DependsOnDatabaseInitialization
    JdbcIdempotencyStore semelLeasedStore(ObjectProvider<DataSource> dataSources, JdbcOptions options) {
        return JdbcIdempotencyStore.open(only(dataSources), options);
    }

    static DataSource only(ObjectProvider<DataSource> dataSources) {
        DataSource dataSource = dataSources.getIfUnique();
        if (dataSource == null) {
            throw ambiguous("DataSource");
        }
        return unwrapped(dataSource);
    }

    /** A transaction-aware proxy gives the caller's connection, on which a leased store would end the caller's work. */
    private static DataSource unwrapped(DataSource dataSource) {
        DataSource pool = dataSource;
        while (pool instanceof TransactionAwareDataSourceProxy proxy && proxy.getTargetDataSource() != null) {
            pool = proxy.getTargetDataSource();
        }
        return pool;
    }

    private static IdempotencySetupException ambiguous(String type) {
        return new IdempotencySetupException(
                "Semel needs one " + type + " for its records, and there are several or none.",
                "Mark one as @Primary, or define a dev.semel.jdbc.Transactions bean or IdempotencyStore beans.");
    }
}
