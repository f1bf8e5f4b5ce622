/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

import dev.semel.examples.payments.provider.ProviderServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The service with a real PostgreSQL and a real provider, all in this process but the database. */
record Installation(EmbeddedPostgres postgres, ProviderServer provider, ConfigurableApplicationContext service)
        implements AutoCloseable {

    static Installation start(Path folder) throws IOException {
        var postgres = postgresThatFlushes();
        var provider = provider(folder.resolve("ledger.jsonl"));
        return new Installation(postgres, provider, run(application(), postgres, provider));
    }

    static EmbeddedPostgres postgresThatFlushes() throws IOException {
        return EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .start();
    }

    static ProviderServer provider(Path ledger) throws IOException {
        return ProviderServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), ledger, InstantSource.system());
    }

    static SpringApplication application() {
        var application = new SpringApplication(PaymentsApplication.class);
        application.setBannerMode(Banner.Mode.OFF);
        return application;
    }

    /** One node of the service, on a port of its own. */
    static ConfigurableApplicationContext run(
            SpringApplication application, EmbeddedPostgres postgres, ProviderServer provider) {
        return run(application, postgres, provider, "postgres");
    }

    private static ConfigurableApplicationContext run(
            SpringApplication application, EmbeddedPostgres postgres, ProviderServer provider, String database) {
        return application.run(
                "--server.port=0",
                "--spring.datasource.url=" + postgres.getJdbcUrl("postgres", database),
                "--payments.provider.url=http://localhost:" + provider.port());
    }

    /** A further service, to be closed by the caller; on the same database it is a second node. */
    ConfigurableApplicationContext another(String database) {
        return run(application(), postgres, provider, database);
    }

    static int port(ConfigurableApplicationContext service) {
        return service.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    int port() {
        return port(service);
    }

    @Override
    public void close() throws IOException {
        service.close();
        provider.close();
        postgres.close();
    }
}
