/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.replay;

import dev.semel.drill.wire.Request;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The member {@code request} of an entry, as far as it is needed. */
final class HarRequest {
    private static final int MOST_HEADERS = 200;
    private static final int LONGEST_URL = 16 << 10;

    private final List<String[]> headers = new ArrayList<>();
    private String method = "";
    private String url = "";
    private double bodySize;
    private boolean tooMany;
    private @Nullable HarBody body;

    /** From the begin of its object to its end. */
    void read(JsonParser json) {
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String member = json.currentName();
            JsonToken value = json.nextToken();
            if (member.equals("method") && value == JsonToken.VALUE_STRING) {
                method = json.getString();
            } else if (member.equals("url") && value == JsonToken.VALUE_STRING) {
                url = json.getString();
            } else if (member.equals("bodySize") && value.isNumeric()) {
                bodySize = json.getDoubleValue();
            } else if (member.equals("headers") && value == JsonToken.START_ARRAY) {
                headers(json);
            } else if (member.equals("postData") && value == JsonToken.START_OBJECT) {
                body = HarBody.read(json);
            } else {
                json.skipChildren();
            }
        }
    }

    private void headers(JsonParser json) {
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            if (token != JsonToken.START_OBJECT) {
                json.skipChildren();
                continue;
            }
            String[] pair = HarBody.strings(json, "name", "value");
            if (headers.size() >= MOST_HEADERS || pair[0].length() + pair[1].length() > LONGEST_URL) {
                tooMany = true;
            } else if (!pair[0].startsWith(":")) {
                headers.add(pair);
            }
        }
    }

    String method() {
        return method;
    }

    URI uri() throws LeftOutException {
        try {
            URI uri = url.length() > LONGEST_URL ? new URI("") : new URI(url);
            if (uri.getHost() != null
                    && uri.getScheme() != null
                    && uri.getScheme().matches("(?i)https?")) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // told below
        }
        throw new LeftOutException("its URL is not a valid http or https URL");
    }

    Request request() throws LeftOutException {
        URI ascii = URI.create(uri().toASCIIString());
        String path = ascii.getRawPath().isEmpty() ? "/" : ascii.getRawPath();
        Request request = Request.of(method, ascii.getRawQuery() == null ? path : path + '?' + ascii.getRawQuery());
        if (tooMany) {
            throw new LeftOutException("its headers are too many or too long");
        }
        for (String[] pair : headers) {
            request = request.with(HeaderLines.line(pair[0], pair[1]));
        }
        return withBody(request);
    }

    private Request withBody(Request request) throws LeftOutException {
        if (body != null) {
            return body.addTo(request);
        }
        if (bodySize > 0 || number("content-length") > 0) {
            throw new LeftOutException("its body is missing");
        }
        return Recorded.needsBody(method) ? request.withBody(new byte[0]) : request;
    }

    private long number(String header) {
        return headers.stream()
                .filter(pair -> pair[0].equalsIgnoreCase(header) && pair[1].matches("[0-9]{1,18}"))
                .mapToLong(pair -> Long.parseLong(pair[1]))
                .findFirst()
                .orElse(0);
    }
}
