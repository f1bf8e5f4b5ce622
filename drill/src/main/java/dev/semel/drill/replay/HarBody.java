/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.replay;

import dev.semel.drill.wire.Request;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The member {@code postData} of a request: a text, or the parameters of a form. */
final class HarBody {
    private static final int MOST_PARAMS = 1000;
    private static final String BOUNDARY = "semel-replay-7d1f0c52a9";
    private static final Pattern CHARSET = Pattern.compile("(?i).*;\\s*charset=\"?([A-Za-z0-9_:.-]+)\"?.*");

    private final List<String[]> params = new ArrayList<>();
    private String type = "";
    private String text = "";
    private String encoding = "";
    private boolean tooMuch;
    private long size;

    private HarBody() {}

    static HarBody read(JsonParser json) {
        HarBody body = new HarBody();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String member = json.currentName();
            JsonToken value = json.nextToken();
            if (member.equals("mimeType") && value == JsonToken.VALUE_STRING) {
                body.type = json.getString();
            } else if (member.equals("text") && value == JsonToken.VALUE_STRING) {
                body.text = json.getString();
            } else if (member.matches("_?encoding") && value == JsonToken.VALUE_STRING) {
                body.encoding = json.getString();
            } else if (member.equals("params") && value == JsonToken.START_ARRAY) {
                body.params(json);
            } else {
                json.skipChildren();
            }
        }
        return body;
    }

    private void params(JsonParser json) {
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            if (token != JsonToken.START_OBJECT) {
                json.skipChildren();
                continue;
            }
            String[] param = strings(json, "name", "value", "fileName", "contentType");
            size += Arrays.stream(param).mapToLong(String::length).sum();
            if (params.size() >= MOST_PARAMS || size > Recorded.LARGEST_BODY) {
                tooMuch = true;
            } else {
                params.add(param);
            }
        }
    }

    /** The strings with these names in an object, in their order; empty for those that are not there. */
    static String[] strings(JsonParser json, String... names) {
        String[] values = new String[names.length];
        Arrays.fill(values, "");
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            int i = Arrays.asList(names).indexOf(json.currentName());
            if (json.nextToken() == JsonToken.VALUE_STRING && i >= 0) {
                values[i] = json.getString();
            } else {
                json.skipChildren();
            }
        }
        return values;
    }

    Request addTo(Request request) throws LeftOutException {
        boolean typed = request.lines().stream().anyMatch(line -> line.regionMatches(true, 0, "Content-Type:", 0, 13));
        Request with = typed || type.isEmpty() ? request : request.with(HeaderLines.line("Content-Type", type));
        if (tooMuch || text.endsWith(LongStrings.MARK)) {
            throw tooLarge();
        }
        boolean coded = with.lines().stream()
                .anyMatch(line -> line.toLowerCase(Locale.ROOT).matches("content-encoding:(?!\\s*identity\\s*$).*"));
        if (coded && encoding.isEmpty()) {
            throw new LeftOutException("its body is compressed, which is not recorded byte for byte");
        }
        if (text.isEmpty() && !params.isEmpty()) {
            return form(with);
        }
        return limited(with, bytes());
    }

    private static Request limited(Request request, byte[] bytes) throws LeftOutException {
        if (bytes.length > Recorded.LARGEST_BODY) {
            throw tooLarge();
        }
        return request.withBody(bytes);
    }

    private static LeftOutException tooLarge() {
        return new LeftOutException("its body is larger than " + (Recorded.LARGEST_BODY >> 20) + " MB");
    }

    private byte[] bytes() throws LeftOutException {
        if (encoding.isEmpty()) {
            return encoded();
        }
        if (!encoding.equalsIgnoreCase("base64")) {
            throw new LeftOutException("its body is in an encoding other than base64");
        }
        try {
            return Base64.getMimeDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new LeftOutException("its body is no base64");
        }
    }

    /** In the character set that the media type names, as the client sent it. */
    private byte[] encoded() throws LeftOutException {
        Matcher named = CHARSET.matcher(type);
        try {
            Charset charset = named.matches() ? Charset.forName(named.group(1)) : StandardCharsets.UTF_8;
            ByteBuffer bytes = charset.newEncoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .encode(CharBuffer.wrap(text));
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            return copy;
        } catch (CharacterCodingException
                | IllegalCharsetNameException
                | UnsupportedCharsetException
                | UnsupportedOperationException e) {
            throw new LeftOutException("its body has characters that its character set has not");
        }
    }

    private Request form(Request request) throws LeftOutException {
        if (!type.toLowerCase(Locale.ROOT).startsWith("multipart/")) {
            String pairs = params.stream()
                    .map(param -> encode(param[0]) + '=' + encode(param[1]))
                    .collect(Collectors.joining("&"));
            return limited(request, pairs.getBytes(StandardCharsets.US_ASCII));
        }
        StringBuilder parts = new StringBuilder();
        for (String[] param : params) {
            parts.append("--" + BOUNDARY + "\r\n").append(part(param)).append("\r\n");
        }
        String all = parts.append("--" + BOUNDARY + "--\r\n").toString();
        return limited(
                request.withType("multipart/form-data; boundary=" + BOUNDARY), all.getBytes(StandardCharsets.UTF_8));
    }

    private static String part(String[] param) throws LeftOutException {
        if (!param[2].isEmpty() && param[1].isEmpty()) {
            throw new LeftOutException("the file of its form is missing");
        }
        String file = param[2].isEmpty() ? "" : "; filename=\"" + quoted(param[2]) + '"';
        String kind = param[3].isEmpty() ? "" : "\r\n" + HeaderLines.line("Content-Type", param[3]);
        if (param[1].contains(BOUNDARY)) {
            throw new LeftOutException("its form holds the boundary of this replay");
        }
        return "Content-Disposition: form-data; name=\"" + quoted(param[0]) + '"' + file + kind + "\r\n\r\n" + param[1];
    }

    /** As browsers write names of fields. */
    private static String quoted(String name) {
        return name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
