/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.replay;

import dev.semel.drill.DrillException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Traffic as it was recorded; read as a stream, however long it is. */
public sealed interface Recording {
    /**
     * A HAR 1.2 file, in UTF-8.
     *
     * @param file where it is
     */
    record Har(Path file) implements Recording {}

    /**
     * An access log in the combined format, with bodies beside it.
     *
     * @param file where it is
     * @param bodies the folder with the body of line 12 in {@code 000012.body}, and its media type in
     *     {@code 000012.type} where it is not {@code application/json}; empty for none
     */
    record AccessLog(Path file, Optional<Path> bodies) implements Recording {}

    /**
     * Looks at a file's first character: a HAR begins with a brace.
     *
     * @param file its path
     * @param bodies a folder's path, for a log; empty for none
     * @return the recording
     * @throws DrillException if there is no such file or folder
     */
    static Recording of(String file, Optional<String> bodies) {
        Path path = path(file);
        Optional<Path> folder = bodies.map(Recording::path);
        folder.filter(each -> !Files.isDirectory(each)).ifPresent(each -> {
            throw new DrillException("there is no folder " + each + " with bodies");
        });
        try (InputStream in = Files.newInputStream(path)) {
            return isJson(in.readNBytes(100), path) ? new Har(path) : new AccessLog(path, folder);
        } catch (IOException e) {
            throw new DrillException("cannot read " + file + ": "
                    + (Files.isDirectory(path) ? "it is a folder" : Files.exists(path) ? "no access" : "no such file"));
        }
    }

    private static boolean isJson(byte[] begin, Path file) {
        if (begin.length > 1 && (begin[0] == 0 || begin[1] == 0 || (begin[0] & 0xfe) == 0xfe)) {
            throw new DrillException(file + " is not UTF-8; save it as UTF-8");
        }
        for (byte each : begin) {
            boolean mark = each == (byte) 0xef || each == (byte) 0xbb || each == (byte) 0xbf;
            if (!mark && !Character.isWhitespace(each)) {
                return each == '{';
            }
        }
        return false;
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new DrillException("'" + text + "' is no path: " + e.getReason());
        }
    }

    /**
     * The file.
     *
     * @return where it is
     */
    Path file();
}
