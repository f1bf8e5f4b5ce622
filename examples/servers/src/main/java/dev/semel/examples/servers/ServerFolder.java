/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a server keeps its settings, data and log. */
public final class ServerFolder {
    private final Path path;
    private final boolean temporary;

    private ServerFolder(Path path, boolean temporary) {
        this.path = path;
        this.temporary = temporary;
    }

    /**
     * A new folder that is deleted with its server, which ends with this JVM at the latest.
     *
     * @return the folder
     * @throws ServerException if it cannot be made
     */
    public static ServerFolder temporary() {
        try {
            return new ServerFolder(Files.createTempDirectory("semel-server").toRealPath(), true);
        } catch (IOException e) {
            throw new ServerException("cannot make a folder for temporary files: " + e, e);
        }
    }

    /**
     * A folder whose data stays and is found again. The caller keeps others out and closes the server; one that a killed
     * JVM left running there is stopped before the next one starts.
     *
     * @param path of the folder, which is made if need be
     * @return the folder
     * @throws ServerException if it cannot be made
     */
    public static ServerFolder kept(Path path) {
        try {
            // One spelling of the path, so that command lines can be compared with it.
            return new ServerFolder(Files.createDirectories(path).toRealPath(), false);
        } catch (IOException e) {
            throw new ServerException("cannot use the folder " + path + ": " + e, e);
        }
    }

    /** For one server of several: a folder below, or another temporary one. */
    ServerFolder below(String name) {
        return temporary ? temporary() : kept(path.resolve(name));
    }

    Path file(String name) {
        return path.resolve(name);
    }

    Path path() {
        return path;
    }

    /** Whether nothing is to outlive this JVM. */
    boolean isTemporary() {
        return temporary;
    }

    void deleteIfTemporary() {
        if (temporary) {
            FileTree.delete(path);
        }
    }
}
