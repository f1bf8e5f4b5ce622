/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

    @TempDir
    Path parent;

    @Test
    void makesAFolderThatIsAbsentAndKnowsItAgain() throws IOException {
        var path = parent.resolve("a").resolve("b");
        DataFolder.claim(path).close();
        Files.writeString(path.resolve("ledger.jsonl"), "x");

        try (var again = DataFolder.claim(path)) {
            assertThat(again.ledger()).hasContent("x");
        }
    }

    @Test
    void refusesAFolderWithThingsOfOthers() throws IOException {
        Files.writeString(parent.resolve("thesis.txt"), "years of work");

        assertThatThrownBy(() -> DataFolder.claim(parent))
                .isInstanceOf(DemoException.class)
                .hasMessageContaining("not made by the demo");
        assertThat(parent.toFile().list()).containsExactly("thesis.txt");
    }

    @Test
    void refusesAFile() throws IOException {
        var file = Files.writeString(parent.resolve("file"), "x");

        assertThatThrownBy(() -> DataFolder.claim(file))
                .isInstanceOf(DemoException.class)
                .hasMessageContaining("is not a folder");
    }

    @Test
    void hasOneOwnerAtATime() throws IOException {
        try (var owner = DataFolder.claim(parent.resolve("data"))) {
            assertThatThrownBy(() -> DataFolder.claim(parent.resolve("data")))
                    .isInstanceOf(DemoException.class)
                    .hasMessageContaining("another demo is running on " + owner);
        }
        DataFolder.claim(parent.resolve("data")).close();
    }

    @Test
    void clearsItsDataAndNothingElse() throws IOException {
        var outside = Files.createDirectory(parent.resolve("outside"));
        Files.writeString(outside.resolve("keep"), "x");
        try (var folder = DataFolder.claim(parent.resolve("data"))) {
            Files.createDirectories(folder.postgres().resolve("base"));
            Files.writeString(folder.postgres().resolve("base").resolve("1"), "x");
            Files.createSymbolicLink(folder.postgres().resolve("pg_wal"), outside);
            Files.writeString(folder.ledger(), "x");
            var ofTheUser = Files.writeString(folder.ledger().resolveSibling("notes.txt"), "x");

            folder.clear();

            assertThat(folder.postgres()).doesNotExist();
            assertThat(folder.ledger()).doesNotExist();
            assertThat(ofTheUser).exists();
            assertThat(outside.resolve("keep")).exists();
        }
    }
}
