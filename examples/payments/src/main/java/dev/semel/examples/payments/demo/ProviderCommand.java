/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.demo;

import dev.semel.examples.payments.provider.ProviderServer;
import dev.semel.examples.servers.CacheFolder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code provider}: the card provider alone, to share it among services or to restart it by itself. */
@Command(
        name = "provider",
        description = "Starts the card provider alone.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true)
public final class ProviderCommand implements Callable<Integer> {

    @Option(names = "--port", paramLabel = "PORT", description = "default ${DEFAULT-VALUE}")
    private int port = 8081;

    @Option(names = "--data", paramLabel = "DIR", description = "folder for the ledger, default ${DEFAULT-VALUE}")
    private Path data = CacheFolder.of("demo");

    /** Made by picocli. */
    public ProviderCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        DemoOptions.requirePort("--port", port);
        Ports.requireFree("--port", port);
        var parts = new Parts();
        parts.stopWithTheJvm();
        var folder = parts.start("the data folder", () -> DataFolder.share(data));
        LogFile.use(folder.log("provider"));
        parts.start(
                "the card provider",
                () -> ProviderServer.start(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                        folder.ledger(),
                        InstantSource.system()));
        System.out.println("card provider on http://localhost:" + port + ", ledger " + folder.ledger());
        System.out.println("ready");
        new CountDownLatch(1).await();
        throw new AssertionError("the latch is never counted down");
    }
}
