/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.servers;

import java.nio.file.Path;
import java.util.Map;

/** Finds where the operating system wants data that can be made again. */
public final class CacheFolder {
    private CacheFolder() {}

    /**
     * The folder of this user for one purpose; it need not exist yet.
     *
     * @param purpose the folder's name, such as {@code demo}
     * @return its path
     */
    public static Path of(String purpose) {
        return caches(System.getProperty("os.name", ""), Path.of(System.getProperty("user.home")), System.getenv())
                .resolve("semel")
                .resolve(purpose);
    }

    static Path caches(String operatingSystem, Path home, Map<String, String> environment) {
        if (operatingSystem.startsWith("Mac")) {
            return home.resolve("Library").resolve("Caches");
        }
        String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
        // The XDG specification wants a relative path to be ignored.
        return Path.of(xdg).isAbsolute() ? Path.of(xdg) : home.resolve(".cache");
    }
}
