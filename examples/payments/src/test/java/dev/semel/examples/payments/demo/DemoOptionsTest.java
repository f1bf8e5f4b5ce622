/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.examples.payments.demo.DemoOptions.Storage;
import java.net.URI;
import java.nio.file.Path;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class DemoOptionsTest {

    private static final Path DATA = Path.of("data");
    private static final String JDBC = "jdbc:postgresql://localhost/payments";
    private static final Storage OWN = new Storage(DemoStore.POSTGRES, null, null);
    private static final Storage NAMED = new Storage(DemoStore.POSTGRES, JDBC, null);
    private static final URI PROVIDER = URI.create("http://localhost:8081");

    @Test
    void takesTheProviderOfTheDemoUnlessAnotherIsNamed() {
        assertThat(new DemoOptions(8080, 8082, DATA, OWN, false, null, false).effectiveProviderUrl())
                .hasToString("http://localhost:8082");
        assertThat(new DemoOptions(8080, 8082, DATA, NAMED, true, PROVIDER, false).effectiveProviderUrl())
                .isEqualTo(PROVIDER);
    }

    @Test
    void ownsDataUnlessDatabaseAndLedgerAreElsewhere() {
        assertThat(new DemoOptions(8080, 8081, DATA, OWN, false, null, false).ownsData())
                .isTrue();
        assertThat(new DemoOptions(8080, 8081, DATA, NAMED, false, null, false).ownsData())
                .isTrue();
        assertThat(new DemoOptions(8080, 8081, DATA, OWN, true, PROVIDER, false).ownsData())
                .isTrue();
        assertThat(new DemoOptions(8080, 8081, DATA, NAMED, true, PROVIDER, false).ownsData())
                .isFalse();
    }

    @Test
    void refusesPortsOutOfRange() {
        assertRefused(() -> new DemoOptions(0, 8081, DATA, OWN, false, null, false), "--port");
        assertRefused(() -> new DemoOptions(8080, 65_536, DATA, OWN, false, null, false), "--provider-port");
    }

    @Test
    void refusesOnePortForBoth() {
        assertRefused(() -> new DemoOptions(8080, 8080, DATA, OWN, false, null, false), "must differ");
        assertThat(new DemoOptions(8081, 8081, DATA, OWN, true, PROVIDER, false).port())
                .isEqualTo(8081);
    }

    @Test
    void refusesTheUrlOfAnotherDatabaseThanTheStoreHas() {
        assertRefused(() -> new Storage(DemoStore.POSTGRES, "jdbc:h2:mem:x", null), "start with jdbc:postgresql:");
        assertRefused(() -> new Storage(DemoStore.REDIS, "jdbc:mariadb://db/x", null), "start with jdbc:postgresql:");
        assertRefused(() -> new Storage(DemoStore.MARIADB, JDBC, null), "start with jdbc:mariadb: for --store mariadb");
        assertRefused(() -> new Storage(DemoStore.H2, JDBC, null), "start with jdbc:h2: for --store h2");
    }

    @Test
    void refusesTheUrlOfARedisThatWouldBeIgnoredOrIsNone() {
        assertRefused(() -> new Storage(DemoStore.H2, null, "redis://db:1"), "needs --store redis or redis-cluster");
        assertRefused(() -> new Storage(DemoStore.REDIS, null, "redis://a:1,b:2"), "must look like redis://host:6379");
        assertRefused(() -> new Storage(DemoStore.REDIS_CLUSTER, null, "a:1,b:2"), "redis://host:6379,host:6380");
    }

    @Test
    void namesTheSettingsOfRedisAndOfACluster() {
        assertThat(new DemoStorage.Reached(DemoStore.REDIS, JDBC, "redis://a:1").settings())
                .containsExactly(
                        "--spring.datasource.url=" + JDBC,
                        "--spring.profiles.active=redis",
                        "--spring.data.redis.url=redis://a:1");
        assertThat(new DemoStorage.Reached(DemoStore.REDIS_CLUSTER, JDBC, "redis://a:1,b:2").settings())
                .contains("--spring.profiles.active=redis,redis-cluster", "--spring.data.redis.cluster.nodes=a:1,b:2");
    }

    @Test
    void showsNoPasswordOfAUrl() {
        assertThat(DemoStorage.withoutSecrets("jdbc:postgresql://u:p@db:1/x?password=p"))
                .isEqualTo("jdbc:postgresql://db:1/x");
        assertThat(DemoStorage.withoutSecrets("jdbc:h2:tcp://db:1/x;PASSWORD=p"))
                .isEqualTo("jdbc:h2:tcp://db:1/x");
        assertThat(DemoStorage.withoutSecrets("redis://u:p@db:1")).isEqualTo("redis://db:1");
    }

    @Test
    void refusesAServiceAloneWithoutAProvider() {
        assertRefused(() -> new DemoOptions(8080, 8081, DATA, NAMED, true, null, false), "needs --provider-url");
    }

    @Test
    void refusesAProviderUrlThatWouldBeIgnored() {
        assertRefused(() -> new DemoOptions(8080, 8081, DATA, OWN, false, PROVIDER, false), "goes with --service-only");
    }

    @Test
    void refusesAProviderUrlThatIsNoAddressOfAServer() {
        assertRefused(
                () -> new DemoOptions(8080, 8081, DATA, NAMED, true, URI.create("localhost:8081"), false),
                "--provider-url must look like");
        assertRefused(
                () -> new DemoOptions(
                        8080, 8081, DATA, NAMED, true, URI.create("http://localhost:8081/charges"), false),
                "--provider-url must look like");
    }

    @Test
    void refusesToResetWhatIsElsewhere() {
        assertRefused(() -> new DemoOptions(8080, 8081, DATA, NAMED, true, PROVIDER, true), "--reset");
        var ownRedis = new Storage(DemoStore.REDIS, JDBC, null);
        assertThat(new DemoOptions(8080, 8081, DATA, ownRedis, true, PROVIDER, true).ownsData())
                .isTrue();
    }

    private static void assertRefused(ThrowingCallable options, String reason) {
        assertThatThrownBy(options)
                .hasMessageContaining(reason)
                .asInstanceOf(InstanceOfAssertFactories.type(DemoException.class))
                .returns(2, DemoException::exitCode);
    }
}
