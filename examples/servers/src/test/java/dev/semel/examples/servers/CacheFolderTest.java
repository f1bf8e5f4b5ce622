/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CacheFolderTest {
    private static final Path HOME = Path.of("/home/ada");

    @Test
    void followsTheXdgVariable() {
        assertThat(CacheFolder.caches("Linux", HOME, Map.of("XDG_CACHE_HOME", "/var/c")))
                .hasToString("/var/c");
    }

    @Test
    void ignoresAnXdgVariableThatIsNoAbsolutePath() {
        assertThat(CacheFolder.caches("Linux", HOME, Map.of("XDG_CACHE_HOME", "c")))
                .hasToString("/home/ada/.cache");
        assertThat(CacheFolder.caches("Linux", HOME, Map.of())).hasToString("/home/ada/.cache");
    }

    @Test
    void followsTheCustomOfMacOs() {
        assertThat(CacheFolder.caches("Mac OS X", HOME, Map.of())).hasToString("/home/ada/Library/Caches");
    }
}
