/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.demo;

import dev.semel.examples.servers.CacheFolder;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code demo}: runs until the process is asked to end. */
@Command(
        name = "demo",
        description = "Starts a database, a card provider and a payment service to try Semel with.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true)
public final class DemoCommand implements Callable<Integer> {

    @Option(names = "--port", paramLabel = "PORT", description = "of the service, default ${DEFAULT-VALUE}")
    private int port = 8080;

    @Option(names = "--provider-port", paramLabel = "PORT", description = "of the provider, default ${DEFAULT-VALUE}")
    private int providerPort = 8081;

    @Option(names = "--data", paramLabel = "DIR", description = "folder for all data, default ${DEFAULT-VALUE}")
    private Path data = CacheFolder.of("demo");

    @Option(
            names = "--store",
            converter = DemoStore.Converter.class,
            completionCandidates = DemoStore.Words.class,
            description = "${COMPLETION-CANDIDATES}, default postgres: where the records of keys lie, and the payments;"
                    + " with redis and redis-cluster the payments stay in PostgreSQL. Each keeps its data in DIR")
    private DemoStore store = DemoStore.POSTGRES;

    @Option(
            names = "--jdbc-url",
            paramLabel = "URL",
            description = "use this PostgreSQL (MariaDB, H2) instead of starting one; two services may share it")
    private @Nullable String jdbcUrl;

    @Option(
            names = "--redis-url",
            paramLabel = "URL",
            description = "use this Redis instead of starting one: redis://host:port, and for redis-cluster"
                    + " redis://host:port,host:port")
    private @Nullable String redisUrl;

    @Option(names = "--service-only", description = "start the service without a provider; needs --provider-url")
    private boolean serviceOnly;

    @Option(names = "--provider-url", paramLabel = "URL", description = "where the provider runs")
    private @Nullable URI providerUrl;

    @Option(names = "--reset", description = "clear the data in DIR first, of all stores")
    private boolean reset;

    /** Made by picocli. */
    public DemoCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        var options = new DemoOptions(
                port,
                providerPort,
                data,
                new DemoOptions.Storage(store, jdbcUrl, redisUrl),
                serviceOnly,
                providerUrl,
                reset);
        var parts = new Parts();
        parts.stopWithTheJvm();
        new Demo(options, parts, System.out).start();
        new CountDownLatch(1).await();
        throw new AssertionError("the latch is never counted down");
    }
}
