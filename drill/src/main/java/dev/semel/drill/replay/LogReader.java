/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.replay;

import dev.semel.drill.DrillException;
import dev.semel.drill.wire.Request;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads an access log in the combined format of Apache and nginx, line by line; bodies come from a folder. */
final class LogReader {
    static final String UNREADABLE = "the line is not in the combined log format";

    private static final int LONGEST_LINE = 16 << 10;
    private static final Pattern LINE = Pattern.compile(
            "\\S+ \\S+ .*?\\[([^\\]]+)\\] \"([A-Z]+) ([^ \"]+) HTTP/[0-9.]+\"" + " [0-9]{3} (?:[0-9]+|-)(?: \".*)?");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH);

    private final Optional<Path> bodies;
    private final Recorded.Visitor visitor;
    private long lines;
    private boolean understood;

    private LogReader(Optional<Path> bodies, Recorded.Visitor visitor) {
        this.bodies = bodies;
        this.visitor = visitor;
    }

    /**
     * Reads to the end.
     *
     * @throws DrillException if no line can be read
     */
    static void read(InputStream in, Recording.AccessLog log, Recorded.Visitor visitor)
            throws IOException, InterruptedException {
        LogReader reader = new LogReader(log.bodies(), visitor);
        reader.lines(in);
        if (!reader.understood) {
            throw new DrillException(log.file() + " is neither a HAR nor an access log in the combined format: "
                    + (reader.lines == 0 ? "it is empty" : "none of its " + reader.lines + " lines can be read"));
        }
    }

    private void lines(InputStream in) throws IOException, InterruptedException {
        byte[] buffer = new byte[1 << 16];
        StringBuilder line = new StringBuilder();
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            for (int i = 0; i < read; i++) {
                if (buffer[i] == '\n') {
                    line(line);
                } else if (line.length() <= LONGEST_LINE) {
                    line.append((char) (buffer[i] & 0xff));
                }
            }
        }
        if (line.length() > 0) {
            line(line);
        }
    }

    private void line(StringBuilder text) throws InterruptedException {
        lines++;
        String line = text.toString().strip();
        boolean whole = text.length() <= LONGEST_LINE;
        text.setLength(0);
        if (line.isEmpty()) {
            return;
        }
        String place = "line " + lines;
        Matcher matcher = LINE.matcher(line);
        Optional<Long> time = whole && matcher.matches() ? time(matcher.group(1)) : Optional.empty();
        if (time.isEmpty()) {
            visitor.left(place, UNREADABLE);
            return;
        }
        understood = true;
        if (Recorded.isMutation(matcher.group(2))) {
            tell(place, time.get(), matcher);
        }
    }

    private void tell(String place, long millis, Matcher line) throws InterruptedException {
        Recorded recorded;
        try {
            recorded = new Recorded(place, millis, "", request(line.group(2), path(line.group(3))));
        } catch (LeftOutException e) {
            visitor.left(place, e.reason());
            return;
        }
        visitor.mutation(recorded);
    }

    private static Optional<Long> time(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text, TIME).toInstant().toEpochMilli());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** A path, or a URL as proxies log it. */
    private static String path(String target) throws LeftOutException {
        try {
            URI uri = new URI(target.startsWith("//") ? "/" : target);
            if (uri.getRawPath() != null
                    && uri.getRawPath().startsWith("/")
                    && target.chars().allMatch(c -> c < 0x80)) {
                return uri.getRawQuery() == null ? uri.getRawPath() : uri.getRawPath() + '?' + uri.getRawQuery();
            }
        } catch (URISyntaxException e) {
            // told below
        }
        throw new LeftOutException("its URL is not a valid http or https URL");
    }

    private Request request(String method, String path) throws LeftOutException {
        Request request = Request.of(method, path);
        String number = String.format(Locale.ROOT, "%06d", lines);
        Optional<Path> file =
                bodies.map(folder -> folder.resolve(number + ".body")).filter(Files::isRegularFile);
        if (file.isEmpty()) {
            if (Recorded.needsBody(method)) {
                throw new LeftOutException("its body is missing (--bodies)");
            }
            return request;
        }
        try {
            if (Files.size(file.get()) > Recorded.LARGEST_BODY) {
                throw new LeftOutException("its body is larger than " + (Recorded.LARGEST_BODY >> 20) + " MB");
            }
            return request.with(HeaderLines.line("Content-Type", type(file.get().resolveSibling(number + ".type"))))
                    .withBody(Files.readAllBytes(file.get()));
        } catch (IOException e) {
            throw new LeftOutException("its body cannot be read");
        }
    }

    private static String type(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return "application/json";
        }
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(1000), StandardCharsets.ISO_8859_1).strip();
        }
    }
}
