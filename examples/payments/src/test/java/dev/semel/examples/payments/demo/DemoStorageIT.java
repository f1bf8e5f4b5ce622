/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.examples.servers.RedisServer;
import dev.semel.examples.servers.ServerFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoStorageIT {

    @TempDir
    Path parent;

    private final List<String> progress = new ArrayList<>();

    @Test
    void stopsTheServersThatAKilledDemoOnOtherStoresLeft() throws IOException {
        try (var folder = DataFolder.claim(parent.resolve("data"))) {
            var files = folder.server(DemoStore.REDIS);
            // Not closed first: as after kill -9, the server runs on and only its file knows it.
            try (var leftBehind = RedisServer.start(ServerFolder.kept(files))) {
                var pid = Long.parseLong(
                        Files.readString(files.resolve("redis.pid")).strip());

                DemoStorage.stopLeftovers(folder, progress::add);

                assertThat(ProcessHandle.of(pid)
                                .flatMap(process -> process.info().command()))
                        .isEmpty();
                assertThat(progress).singleElement().satisfies(line -> assertThat(line)
                        .contains("Redis", "pid " + pid));
                assertThat(leftBehind.url()).startsWith("redis://");
            }
            folder.clear();
            assertThat(files).doesNotExist();
        }
    }
}
