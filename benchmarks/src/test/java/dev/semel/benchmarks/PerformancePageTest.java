/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.benchmarks.Measurement.Goal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PerformancePageTest {
    private static final Extent EXTENT = new Extent(1, Duration.ofSeconds(5), 3);

    @TempDir
    private Path folder;

    private static List<Measurement> measured(double value) {
        return List.of(new Measurement("P0", "this", Goal.atLeast(0.5), "", List.of(value)));
    }

    @Test
    void onlyWhatStandsBetweenTheMarksIsRenewed() throws IOException {
        Path page = folder.resolve("page.md");
        Files.writeString(
                page, "before\n<!-- measured by ./semel bench -->\nold\n<!-- end of what was measured -->\nafter\n");

        PerformancePage.renew(page, measured(0.1), EXTENT);
        PerformancePage.renew(page, measured(0.75), EXTENT);

        assertThat(page)
                .content()
                .startsWith("before\n")
                .endsWith("\nafter\n")
                .contains("| P0 | this | ≥ 0.50 | **0.75** | 0.75 – 0.75 | yes |", "3 rounds of 5 s")
                .doesNotContain("old", "0.10");
    }

    @Test
    void aPageWithoutMarksIsLeftAlone() throws IOException {
        Path page = Files.writeString(folder.resolve("page.md"), "mine");
        assertThatThrownBy(() -> PerformancePage.renew(page, measured(1), EXTENT))
                .isInstanceOf(BenchException.class)
                .hasMessageContaining("has no lines");
        assertThat(page).hasContent("mine");
    }
}
