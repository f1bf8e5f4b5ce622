/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class DemoOptionsTest {

    private static final Path DATA = Path.of("data");
    private static final String JDBC = "jdbc:postgresql://localhost/payments";
    private static final URI PROVIDER = URI.create("http://localhost:8081");

    @Test
    void takesTheProviderOfTheDemoUnlessAnotherIsNamed() {
        assertThat(new DemoOptions(8080, 8082, DATA, null, false, null, false).effectiveProviderUrl())
                .hasToString("http://localhost:8082");
        assertThat(new DemoOptions(8080, 8082, DATA, JDBC, true, PROVIDER, false).effectiveProviderUrl())
                .isEqualTo(PROVIDER);
    }

    @Test
    void ownsDataUnlessDatabaseAndLedgerAreElsewhere() {
        assertThat(new DemoOptions(8080, 8081, DATA, null, false, null, false).ownsData())
                .isTrue();
        assertThat(new DemoOptions(8080, 8081, DATA, JDBC, false, null, false).ownsData())
                .isTrue();
        assertThat(new DemoOptions(8080, 8081, DATA, null, true, PROVIDER, false).ownsData())
                .isTrue();
        assertThat(new DemoOptions(8080, 8081, DATA, JDBC, true, PROVIDER, false).ownsData())
                .isFalse();
    }

    @Test
    void refusesPortsOutOfRange() {
        assertRefused(() -> new DemoOptions(0, 8081, DATA, null, false, null, false), "--port");
        assertRefused(() -> new DemoOptions(8080, 65_536, DATA, null, false, null, false), "--provider-port");
    }

    @Test
    void refusesOnePortForBoth() {
        assertRefused(() -> new DemoOptions(8080, 8080, DATA, null, false, null, false), "must differ");
        assertThat(new DemoOptions(8081, 8081, DATA, null, true, PROVIDER, false).port())
                .isEqualTo(8081);
    }

    @Test
    void refusesAnotherDatabaseThanPostgres() {
        assertRefused(() -> new DemoOptions(8080, 8081, DATA, "jdbc:h2:mem:x", false, null, false), "--jdbc-url");
    }

    @Test
    void refusesAServiceAloneWithoutAProvider() {
        assertRefused(() -> new DemoOptions(8080, 8081, DATA, JDBC, true, null, false), "needs --provider-url");
    }

    @Test
    void refusesAProviderUrlThatWouldBeIgnored() {
        assertRefused(
                () -> new DemoOptions(8080, 8081, DATA, null, false, PROVIDER, false), "goes with --service-only");
    }

    @Test
    void refusesAProviderUrlThatIsNoAddressOfAServer() {
        assertRefused(
                () -> new DemoOptions(8080, 8081, DATA, JDBC, true, URI.create("localhost:8081"), false),
                "--provider-url must look like");
        assertRefused(
                () -> new DemoOptions(8080, 8081, DATA, JDBC, true, URI.create("http://localhost:8081/charges"), false),
                "--provider-url must look like");
    }

    @Test
    void refusesToResetWhatIsElsewhere() {
        assertRefused(() -> new DemoOptions(8080, 8081, DATA, JDBC, true, PROVIDER, true), "--reset");
    }

    private static void assertRefused(ThrowingCallable options, String reason) {
        assertThatThrownBy(options)
                .hasMessageContaining(reason)
                .asInstanceOf(InstanceOfAssertFactories.type(DemoException.class))
                .returns(2, DemoException::exitCode);
    }
}
