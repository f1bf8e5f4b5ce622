/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.endpoint;

import dev.semel.drill.DrillException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * An endpoint as its owner describes it: what is sent, and how to count what took effect. Immutable.
 *
 * <p>Values of the environment that it names are put in when it is read, and never shown.
 */
public final class Endpoint {
    private static final String EXAMPLE = "/dev/semel/drill/endpoint.yaml";
    private static final int LARGEST_FILE = 1 << 20;

    private final Description description;

    private Endpoint(Description description) {
        this.description = description;
    }

    /**
     * Reads a file.
     *
     * @param file in YAML, of at most 1 MiB, such as {@link #example()}
     * @return the endpoint
     * @throws DrillException if it cannot be read; the message is one line for the user, with the place in the file
     */
    public static Endpoint read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST_FILE + 1);
            if (bytes.length > LARGEST_FILE) {
                throw new DrillException(file + " is larger than 1 MiB, which no description is");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return parse(String.valueOf(file.getFileName()), text);
        } catch (CharacterCodingException e) {
            throw new DrillException(file + " is no text in UTF-8");
        } catch (IOException e) {
            throw new DrillException("cannot read " + file + (Files.exists(file) ? "" : ": there is no such file"));
        }
    }

    /**
     * Reads a file.
     *
     * @param file its path
     * @return the endpoint
     * @throws DrillException as {@link #read(Path)}
     */
    public static Endpoint read(String file) {
        try {
            return read(Path.of(file));
        } catch (InvalidPathException e) {
            throw new DrillException("'" + file + "' is no path of a file");
        }
    }

    /**
     * Reads a text.
     *
     * @param name how messages call it
     * @param yaml the text
     * @return the endpoint
     * @throws DrillException if something is wrong with it; the message is one line for the user
     */
    public static Endpoint parse(String name, String yaml) {
        Objects.requireNonNull(name, "name");
        return new Endpoint(new DescriptionFile(name, System::getenv).read(Objects.requireNonNull(yaml, "yaml")));
    }

    /**
     * A description to begin with, in which everything is explained.
     *
     * @return YAML
     */
    public static String example() {
        try (InputStream in = Endpoint.class.getResourceAsStream(EXAMPLE)) {
            return new String(Objects.requireNonNull(in, EXAMPLE).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Description description() {
        return description;
    }

    /** Method and path. */
    @Override
    public String toString() {
        return description.name();
    }
}
