/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Media type and charset of a response, which handlers set in four ways. */
final class ContentTypeState {
    private static final Pattern CHARSET =
            Pattern.compile(";\\s*charset\\s*=\\s*\"?([^\\s;\"]+)\"?", Pattern.CASE_INSENSITIVE);

    private @Nullable String type;
    private @Nullable String charset;

    void set(@Nullable String contentType, boolean charsetFixed) {
        if (contentType == null) {
            type = null;
            charset = charsetFixed ? charset : null;
            return;
        }
        Matcher matcher = CHARSET.matcher(contentType);
        if (matcher.find()) {
            type = (contentType.substring(0, matcher.start()) + contentType.substring(matcher.end())).strip();
            charset = charsetFixed ? charset : matcher.group(1);
        } else {
            type = contentType.strip();
        }
    }

    void charset(@Nullable String name) {
        charset = name;
    }

    @Nullable
    String charset() {
        return charset;
    }

    @Nullable
    String value() {
        if (type == null) {
            return null;
        }
        return charset == null ? type : type + ";charset=" + charset;
    }

    boolean isEventStream() {
        return type != null && type.toLowerCase(Locale.ROOT).startsWith("text/event-stream");
    }

    boolean isJson() {
        return type != null && (type.equalsIgnoreCase("application/json") || type.endsWith("+json"));
    }

    void clear() {
        type = null;
        charset = null;
    }
}
