/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        CommandLine command = Main.commandLine();
        command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return command.execute(args);
    }

    @ParameterizedTest
    @CsvSource({
        "--only P99, semel: there is no figure P99; there are P1",
        "--rounds 0, semel: --rounds and --seconds are at least 1",
        "--rounds x, semel: Invalid value for option '--rounds'",
        "--nonsense, semel: Unknown option: '--nonsense'"
    })
    void whatCannotBeMeasuredIsToldInOneLine(String args, String told) {
        assertThat(run(args.split(" ", -1))).isNotZero();
        assertThat(err.toString().lines()).singleElement().satisfies(line -> assertThat(line)
                .startsWith(told));
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void helpNamesTheOptions() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("--only", "--rounds", "--seconds", "--write");
    }
}
