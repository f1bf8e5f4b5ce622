/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import dev.semel.http.RequestView;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A servlet request as digests see it. */
record ServletRequestView(HttpServletRequest request, Body body) implements RequestView {
    @Override
    public String method() {
        return request.getMethod();
    }

    @Override
    public String path() {
        return request.getRequestURI();
    }

    @Override
    public String query() {
        return orEmpty(request.getQueryString());
    }

    @Override
    public String contentType() {
        return orEmpty(request.getContentType());
    }

    @Override
    public String contentEncoding() {
        return String.join(", ", Collections.list(request.getHeaders("Content-Encoding")));
    }

    @Override
    public List<String> headers(String name) {
        return Collections.list(request.getHeaders(name));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
