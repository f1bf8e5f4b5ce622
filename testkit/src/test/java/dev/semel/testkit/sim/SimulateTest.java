/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulateTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void replaysASeed() throws InterruptedException {
        assertThat(simulate("--seed", "5")).isZero();
        assertThat(text(out)).contains("INVOKE").contains("RETURN");
    }

    @Test
    void understandsItsOwnReplayLine() throws InterruptedException {
        SimulationResult result = Simulator.run(3, Set.of(Fault.SLOW, Fault.DUPLICATE));
        String command = result.replayLine().replaceAll(".*\\./semel simulate ", "");

        assertThat(simulate(command.split(" "))).isZero();
        assertThat(text(out)).isEqualTo(result.trace());
    }

    @Test
    void runsARangeAndPrintsOneLineForMachines() throws InterruptedException {
        assertThat(simulate("--histories", "300", "--from", "1000", "--threads", "2"))
                .isZero();
        assertThat(text(out))
                .containsPattern("SEMEL_SIM_RESULT histories=300 violations=0 seconds=.* from=1000 to=1299");
    }

    @Test
    void explainsItself() throws InterruptedException {
        assertThat(simulate("--help")).isZero();
        assertThat(text(out)).contains("--histories", "--seed", "default 200000", "DUPLICATE");
        assertThat(text(err)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--sede 5                      | unknown option: --sede",
                "5                             | unknown option: 5",
                "--seed                        | --seed needs a value",
                "--seed five                   | --seed must be a whole number, not five",
                "--seed 1 --seed 2             | --seed is given twice",
                "--seed 1 --histories 2        | --histories does not go with --seed",
                "--without SLOW                | --without needs --seed",
                "--seed 1 --without RAIN       | unknown fault: RAIN; known are",
                "--histories 0                 | --histories must be from 1 to 1000000000, not 0",
                "--histories -1                | --histories must be from 1 to",
                "--threads 99999               | --threads must be from 1 to 1000",
                "--from 9223372036854775807    | --from is too large"
            })
    void refusesWhatItCannotDoInOneLine(String commandLine, String reason) throws InterruptedException {
        assertThat(simulate(commandLine.split(" "))).isEqualTo(2);
        assertThat(text(err).lines()).singleElement().satisfies(line -> assertThat(line)
                .startsWith("semel: " + reason)
                .endsWith("(see ./semel simulate --help)"));
        assertThat(text(out)).isEmpty();
    }

    private int simulate(String... args) throws InterruptedException {
        return Simulate.run(args, print(out), print(err));
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
