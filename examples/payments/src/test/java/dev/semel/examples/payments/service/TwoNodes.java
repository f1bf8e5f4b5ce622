/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

import dev.semel.examples.payments.provider.ProviderServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Two nodes of the service on one PostgreSQL with one provider. Besides its own routes each has one that charges without
 * the layer, to see what clients do to such a service.
 */
record TwoNodes(
        EmbeddedPostgres postgres, ProviderServer provider, List<ConfigurableApplicationContext> nodes, Path ledger)
        implements AutoCloseable {

    /** Before the path of the guarded route, gives that of the one without the layer. */
    static final String UNGUARDED = "/v1/unguarded";

    static TwoNodes start(Path folder) throws IOException {
        var postgres = Installation.postgresThatFlushes();
        var ledger = folder.resolve("ledger.jsonl");
        var provider = Installation.provider(ledger);
        var nodes = List.of(node(postgres, provider), node(postgres, provider));
        return new TwoNodes(postgres, provider, nodes, ledger);
    }

    private static ConfigurableApplicationContext node(EmbeddedPostgres postgres, ProviderServer provider) {
        var application = Installation.application();
        application.addInitializers(context -> ((GenericApplicationContext) context)
                .registerBean("unguarded", RouterFunction.class, () -> unguarded(context)));
        return Installation.run(application, postgres, provider);
    }

    private static RouterFunction<ServerResponse> unguarded(ApplicationContext context) {
        return RouterFunctions.route()
                .POST(UNGUARDED + "/v1/charges", request -> charge(context.getBean(ChargeService.class), request))
                .build();
    }

    private static ServerResponse charge(ChargeService charges, ServerRequest request) {
        var shop = request.principal().orElseThrow().getName();
        var charge = charges.charge(
                shop, NewCharge.of(request.params()), UUID.randomUUID().toString());
        return ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).body(charge);
    }

    List<Integer> ports() {
        return nodes.stream().map(Installation::port).toList();
    }

    /** How often money moved, as the provider wrote it down. */
    int moved() throws IOException {
        return Files.readAllLines(ledger).size();
    }

    /** The stored charges that carry this metadata, with the provider's name of each. */
    Map<String, String> stored(String run) {
        Map<String, String> charges = new TreeMap<>();
        nodes.get(0)
                .getBean(JdbcClient.class)
                .sql("select p.id, p.charge from payment p join charge_metadata m on m.payment = p.id"
                        + " where m.name = 'run' and m.content = ?")
                .param(run)
                .query(row -> {
                    charges.put(Charge.idOf(row.getObject("id", UUID.class)), row.getString("charge"));
                });
        return charges;
    }

    @Override
    public void close() throws IOException {
        nodes.forEach(ConfigurableApplicationContext::close);
        provider.close();
        postgres.close();
    }
}
