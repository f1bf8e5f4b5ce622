/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.demo;

import dev.semel.examples.payments.provider.ProviderServer;
import dev.semel.examples.payments.service.PaymentsApplication;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts what the options ask for: the database, the provider, the service, in this order. */
final class Demo {

    private final DemoOptions options;
    private final Parts parts;
    private final PrintStream out;

    Demo(DemoOptions options, Parts parts, PrintStream out) {
        this.options = options;
        this.parts = parts;
        this.out = out;
    }

    /**
     * Returns when all parts run and the user has been told how to try them.
     *
     * @throws DemoException if a part does not start; those before it still run
     */
    void start() {
        requireFreePorts();
        var folder = parts.start(
                "the data folder",
                () -> options.ownsData() ? DataFolder.claim(options.data()) : DataFolder.share(options.data()));
        LogFile.use(folder.log(options.serviceOnly() ? "service-" + options.port() : "service"));
        if (options.reset()) {
            // clear() looks again; before it nothing may be stopped that is not to be cleared
            folder.requireUnusedLedger();
        }
        if (options.ownsData()) {
            DemoStorage.stopLeftovers(folder, out::println);
        }
        if (options.reset()) {
            folder.clear();
            out.println("cleared " + folder);
        }
        var storage = new DemoStorage(options.storage(), parts, out::println).start(folder);
        if (!options.serviceOnly()) {
            out.println("starting the card provider on http://localhost:" + options.providerPort() + " …");
            parts.start("the card provider", () -> provider(folder));
        }
        out.println("starting the payment service on http://localhost:" + options.port() + " …");
        parts.start("the payment service", () -> service(folder, storage));
        tellHowToTry(folder, storage);
    }

    private void requireFreePorts() {
        Ports.requireFree("--port", options.port());
        if (!options.serviceOnly()) {
            Ports.requireFree("--provider-port", options.providerPort());
        }
    }

    private ProviderServer provider(DataFolder folder) throws IOException {
        try {
            return ProviderServer.start(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), options.providerPort()),
                    folder.ledger(),
                    InstantSource.system());
        } catch (BindException e) {
            throw Ports.inUse("--provider-port", options.providerPort());
        }
    }

    private ConfigurableApplicationContext service(DataFolder folder, DemoStorage.Reached storage) {
        var application = new SpringApplication(PaymentsApplication.class);
        application.setBannerMode(Banner.Mode.OFF);
        application.setRegisterShutdownHook(false);
        List<String> settings = new ArrayList<>(storage.settings());
        settings.addAll(List.of(
                "--server.address=" + InetAddress.getLoopbackAddress().getHostAddress(),
                "--server.port=" + options.port(),
                "--payments.provider.url=" + options.effectiveProviderUrl()));
        try {
            return application.run(settings.toArray(String[]::new));
        } catch (PortInUseException e) {
            throw Ports.inUse("--port", options.port());
        } catch (RuntimeException e) {
            throw DemoException.failed("the payment service did not start, see the log in " + folder, e);
        }
    }

    private void tellHowToTry(DataFolder folder, DemoStorage.Reached storage) {
        var service = "http://localhost:" + options.port();
        var key = "order-" + UUID.randomUUID().toString().substring(0, 8);
        out.printf(
                """

                Page      %s/
                Database  %s
                %sData      %s

                Try (send the first one twice):
                  curl -i -u shop-a:demo -H 'Idempotency-Key: "%s"' -H 'Content-Type: application/json' \
                -d '{"amount":1999,"currency":"EUR","card":"tok_visa"}' %s/payments
                  curl -s -u shop-a:demo %s/payments
                  curl -s %s/charges

                """,
                service,
                options.storage().jdbcUrl() == null ? storage.jdbcUrl() : DemoStorage.withoutSecrets(storage.jdbcUrl()),
                storage.redisUrl() == null ? "" : "Records   " + DemoStorage.withoutSecrets(storage.redisUrl()) + "\n",
                folder,
                key,
                service,
                service,
                options.effectiveProviderUrl());
        out.println("ready");
    }
}
