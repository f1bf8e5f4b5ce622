/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "demo --port many",
                "demo --port 0",
                "demo --prot 8080",
                "demo --service-only",
                "demo --jdbc-url jdbc:h2:mem:x",
                "demo --store oracle",
                "demo --redis-url redis://localhost:6379",
                "demo --provider-url :::",
                "provider --port 70000"
            })
    void refusesWhatItCannotDoInOneLine(String commandLine) {
        assertThat(execute(commandLine)).isEqualTo(2);
        assertThat(err.toString().lines())
                .singleElement()
                .satisfies(line -> assertThat(line).startsWith("semel: ").hasSizeGreaterThan(20));
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void explainsItself() {
        assertThat(execute("demo --help")).isZero();
        assertThat(out.toString())
                .contains("--provider-port", "--reset", "default", "postgres, redis, redis-cluster, mariadb, h2");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void namesTheStoresToWhomeverAsksForAnother() {
        execute("demo --store oracle");
        assertThat(err.toString())
                .contains("'--store'", "postgres, redis, redis-cluster, mariadb, h2", "'oracle'", "--help");
    }

    private int execute(String commandLine) {
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(commandLine.isEmpty() ? new String[0] : commandLine.split(" "));
    }
}
