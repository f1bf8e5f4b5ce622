/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.demo;

import java.nio.file.Path;
import java.util.Map;

/** Finds where the operating system wants data that can be made again. */
final class CacheFolder {

    private CacheFolder() {}

    static Path ofDemo() {
        return ofDemo(System.getProperty("os.name", ""), Path.of(System.getProperty("user.home")), System.getenv());
    }

    static Path ofDemo(String operatingSystem, Path home, Map<String, String> environment) {
        return caches(operatingSystem, home, environment).resolve("semel").resolve("demo");
    }

    private static Path caches(String operatingSystem, Path home, Map<String, String> environment) {
        if (operatingSystem.startsWith("Mac")) {
            return home.resolve("Library").resolve("Caches");
        }
        var xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
        // The XDG specification wants a relative path to be ignored.
        return Path.of(xdg).isAbsolute() ? Path.of(xdg) : home.resolve(".cache");
    }
}
