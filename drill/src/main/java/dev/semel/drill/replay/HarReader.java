/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.replay;

import dev.semel.drill.DrillException;
import dev.semel.drill.wire.Request;
import java.io.InputStream;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** Reads a HAR entry by entry; answers are skipped, and of requests one at a time is held. */
final class HarReader {
    /** A body in base64 is a third longer. */
    static final int LONGEST_STRING = Recorded.LARGEST_BODY * 3 / 2;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(2 * LONGEST_STRING)
                    .build())
            .build();

    private final String name;
    private final Recorded.Visitor visitor;
    private long entries;
    private long millis = Recorded.NO_TIME;
    private boolean found;

    private HarReader(String name, Recorded.Visitor visitor) {
        this.name = name;
        this.visitor = visitor;
    }

    /**
     * Reads to the end.
     *
     * @throws DrillException if it is no HAR, or breaks off
     */
    static void read(InputStream in, String name, Recorded.Visitor visitor) throws InterruptedException {
        HarReader reader = new HarReader(name, visitor);
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), new LongStrings(in, LONGEST_STRING))) {
            reader.root(json);
        } catch (JacksonException e) {
            throw reader.broken(e);
        }
        if (!reader.found) {
            throw new DrillException(name + " is no HAR: it has no log.entries");
        }
    }

    private DrillException broken(JacksonException e) {
        String where = e.getLocation() == null
                ? ""
                : " at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
        return new DrillException(name + " is broken" + where + ", after " + entries + " entries: "
                + HeaderLines.shown(String.valueOf(e.getOriginalMessage())) + "; nothing of it is sent");
    }

    private void root(JsonParser json) throws InterruptedException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new DrillException(name + " is no HAR: it does not begin with an object");
        }
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean log = json.currentName().equals("log");
            if (json.nextToken() == JsonToken.START_OBJECT && log) {
                log(json);
            } else {
                json.skipChildren();
            }
        }
    }

    private void log(JsonParser json) throws InterruptedException {
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean list = json.currentName().equals("entries");
            if (json.nextToken() == JsonToken.START_ARRAY && list) {
                found = true;
                entries(json);
            } else {
                json.skipChildren();
            }
        }
    }

    private void entries(JsonParser json) throws InterruptedException {
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            entries++;
            String place = "entry " + entries;
            if (token == JsonToken.START_OBJECT) {
                entry(json, place);
            } else {
                json.skipChildren();
                visitor.left(place, "it is no entry");
            }
        }
    }

    private void entry(JsonParser json, String place) throws InterruptedException {
        HarRequest request = new HarRequest();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String member = json.currentName();
            JsonToken value = json.nextToken();
            if (member.equals("request") && value == JsonToken.START_OBJECT) {
                request.read(json);
            } else if (member.equals("startedDateTime") && value == JsonToken.VALUE_STRING) {
                millis = time(json.getString(), millis);
            } else {
                json.skipChildren();
            }
        }
        if (Recorded.isMutation(request.method())) {
            tell(request, place);
        } else if (request.method().isEmpty()) {
            visitor.left(place, "it has no request with a method");
        }
    }

    private void tell(HarRequest har, String place) throws InterruptedException {
        Recorded recorded;
        try {
            Request request = har.request();
            String host = har.uri().getHost().toLowerCase(Locale.ROOT);
            recorded = new Recorded(place, millis, host, request);
        } catch (LeftOutException e) {
            visitor.left(place, e.reason());
            return;
        }
        visitor.mutation(recorded);
    }

    /** An unreadable time is that of the entry before: it is sent without waiting. */
    private static long time(String text, long before) {
        try {
            return OffsetDateTime.parse(text).toInstant().toEpochMilli();
        } catch (DateTimeParseException | ArithmeticException e) {
            return before;
        }
    }
}
