/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import dev.semel.http.HeaderField;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The status line and header lines of a {@link RecordingResponse}: what was set inside, seen over what is outside.
 *
 * <p>It asks the real response for little, and for nothing once the server may have given up on the request.
 */
abstract class HeaderRecordingResponse implements HttpServletResponse {
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

    private final HttpServletResponse target;
    private final String defaultCharset;
    private final InnerHeaders headers = new InnerHeaders();
    private final ContentTypeState contentType = new ContentTypeState();
    private @Nullable Locale locale;
    private int status = SC_OK;
    private boolean committed;
    private boolean included;

    HeaderRecordingResponse(HttpServletResponse target) {
        this.target = target;
        this.defaultCharset = target.getCharacterEncoding();
    }

    /** Whether a writer has chosen the charset. */
    abstract boolean isCharsetFixed();

    HttpServletResponse target() {
        return target;
    }

    ContentTypeState contentType() {
        return contentType;
    }

    void commit() {
        committed = true;
    }

    /** Whether an included resource is answering, which has no say about status and headers. */
    void included(boolean now) {
        included = now;
    }

    private boolean isFrozen() {
        return committed || included;
    }

    @Override
    public boolean isCommitted() {
        return committed;
    }

    @Override
    public void setStatus(int status) {
        if (!isFrozen()) {
            this.status = status;
        }
    }

    @Override
    public int getStatus() {
        return status;
    }

    @Override
    public void setHeader(String name, @Nullable String value) {
        if (!isFrozen() && !isSpecial(name, value)) {
            headers.set(name, value);
        }
    }

    @Override
    public void addHeader(String name, @Nullable String value) {
        if (!isFrozen() && !isSpecial(name, value)) {
            headers.add(name, value);
        }
    }

    /** Content type and length have a state of their own, whichever way they are set. */
    private boolean isSpecial(String name, @Nullable String value) {
        if (name.equalsIgnoreCase("Content-Type")) {
            setContentType(value);
            return true;
        }
        if (name.equalsIgnoreCase("Content-Length") && value != null) {
            setContentLengthLong(Long.parseLong(value.strip()));
            return true;
        }
        return false;
    }

    @Override
    public void setIntHeader(String name, int value) {
        setHeader(name, Integer.toString(value));
    }

    @Override
    public void addIntHeader(String name, int value) {
        addHeader(name, Integer.toString(value));
    }

    @Override
    public void setDateHeader(String name, long date) {
        setHeader(name, httpDate(date));
    }

    @Override
    public void addDateHeader(String name, long date) {
        addHeader(name, httpDate(date));
    }

    private static String httpDate(long date) {
        return HTTP_DATE.format(Instant.ofEpochMilli(date).atOffset(ZoneOffset.UTC));
    }

    @Override
    public boolean containsHeader(String name) {
        return !getHeaders(name).isEmpty();
    }

    @Override
    public @Nullable String getHeader(String name) {
        return getHeaders(name).stream().findFirst().orElse(null);
    }

    @Override
    public Collection<String> getHeaders(String name) {
        String type = contentType.value();
        if (name.equalsIgnoreCase("Content-Type") && type != null) {
            return List.of(type);
        }
        List<String> values = headers.replaces(name) ? new ArrayList<>() : new ArrayList<>(target.getHeaders(name));
        List<String> inner = headers.values(name);
        if (inner != null) {
            values.addAll(inner);
        }
        return values;
    }

    @Override
    public Collection<String> getHeaderNames() {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        names.addAll(target.getHeaderNames());
        names.addAll(headers.names());
        if (contentType.value() != null) {
            names.add("Content-Type");
        }
        return new LinkedHashSet<>(names);
    }

    @Override
    public void setContentType(@Nullable String type) {
        if (!isFrozen()) {
            contentType.set(type, isCharsetFixed());
        }
    }

    @Override
    public @Nullable String getContentType() {
        return contentType.value();
    }

    @Override
    public void setCharacterEncoding(@Nullable String charset) {
        if (!isCharsetFixed() && !included) {
            contentType.charset(charset);
        }
    }

    @Override
    public void setCharacterEncoding(@Nullable Charset charset) {
        setCharacterEncoding(charset == null ? null : charset.name());
    }

    @Override
    public String getCharacterEncoding() {
        String charset = contentType.charset();
        return charset == null ? defaultCharset : charset;
    }

    /** The charset of a writer that is made now. JSON has one by its definition and never names it. */
    Charset fixCharset() {
        if (contentType.charset() == null) {
            if (contentType.isJson()) {
                return StandardCharsets.UTF_8;
            }
            contentType.charset(defaultCharset);
        }
        return Charset.forName(getCharacterEncoding());
    }

    @Override
    public void setLocale(Locale locale) {
        this.locale = locale;
        setHeader("Content-Language", locale.toLanguageTag());
    }

    @Override
    public Locale getLocale() {
        return locale == null ? target.getLocale() : locale;
    }

    @Override
    public String encodeURL(String url) {
        return target.encodeURL(url);
    }

    @Override
    public String encodeRedirectURL(String url) {
        return target.encodeRedirectURL(url);
    }

    @Override
    public int getBufferSize() {
        return target.getBufferSize();
    }

    @Override
    public void setBufferSize(int size) {
        // the layer has a buffer of its own
    }

    void clearHeaders() {
        headers.clear();
        contentType.clear();
        status = SC_OK;
    }

    /** All lines that were set inside. */
    List<HeaderField> lines() {
        List<HeaderField> lines = new ArrayList<>();
        String type = contentType.value();
        if (type != null) {
            lines.add(new HeaderField("Content-Type", type));
        }
        lines.addAll(headers.lines());
        return lines;
    }

    void applyTo(HttpServletResponse target) {
        target.setStatus(status);
        String type = contentType.value();
        if (type != null) {
            target.setContentType(type);
        }
        headers.applyTo(target);
    }
}
