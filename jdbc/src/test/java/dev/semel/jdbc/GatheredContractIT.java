/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import dev.semel.spi.Claim;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.IdempotencyStore;
import dev.semel.spi.Lease;
import dev.semel.spi.RecordedResult;
import dev.semel.spi.WriteResult;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The contract with each claim and completion sent as gathered ones are, even if it is the only one. */
class GatheredContractIT extends LeasedContract {
    GatheredContractIT() {
        super(ContractSchema.Product.POSTGRESQL);
    }

    @Override
    protected int rounds() {
        return 5;
    }

    @Override
    IdempotencyStore open(DataSource dataSource, JdbcOptions options) {
        IdempotencyStore plain = super.open(dataSource, options);
        Gathered gathered = new Gathered(plain, dataSource, options);
        return (IdempotencyStore) Proxy.newProxyInstance(
                GatheredContractIT.class.getClassLoader(),
                new Class<?>[] {IdempotencyStore.class},
                (proxy, method, arguments) -> {
                    try {
                        return switch (method.getName()) {
                            case "claim" -> gathered.claim((ClaimRequest) arguments[0]);
                            case "complete" -> gathered.complete((Lease) arguments[0], (RecordedResult) arguments[1]);
                            default -> method.invoke(plain, arguments);
                        };
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** What the gatherer does with a call that others were sent with, and alone with what is not answered so. */
    private static final class Gathered {
        private final IdempotencyStore plain;
        private final Connections connections;
        private final Batches batches;
        private final Verbs verbs;

        private Gathered(IdempotencyStore plain, DataSource dataSource, JdbcOptions options) {
            PostgresDialect dialect = new PostgresDialect(options);
            this.plain = plain;
            this.connections = new Connections(dataSource, options.timeout(), dialect);
            this.batches = dialect.batches();
            this.verbs = new Verbs(dialect, new OperationNames(dialect));
        }

        private Claim claim(ClaimRequest request) {
            Optional<Claim> answer = connections
                    .autocommit("claim", connection -> batches.claim(connection, List.of(verbs.claiming(request))))
                    .get(0);
            return answer.orElseGet(() -> plain.claim(request));
        }

        private WriteResult complete(Lease lease, RecordedResult result) {
            List<Batches.Completion> one = List.of(new Batches.Completion(lease, result));
            Optional<WriteResult> answer = connections
                    .autocommit("complete", connection -> batches.complete(connection, one))
                    .get(0);
            return answer.orElseGet(() -> plain.complete(lease, result));
        }
    }
}
