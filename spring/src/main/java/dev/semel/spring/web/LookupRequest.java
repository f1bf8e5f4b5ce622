/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.web;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.Part;
import java.io.BufferedReader;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/**
 * A request as handler mappings may see it before its time: what they set stays here, and what would read the body is not
 * there. Parameters are those of the query only, because those of a form are read from the body.
 */
final class LookupRequest extends HttpServletRequestWrapper {
    private static final Object REMOVED = new Object();

    private final Map<String, Object> attributes = new HashMap<>();
    private @Nullable MultiValueMap<String, String> query;

    LookupRequest(HttpServletRequest request) {
        super(request);
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        Object own = attributes.get(name);
        if (own == null) {
            return super.getAttribute(name);
        }
        return own == REMOVED ? null : own;
    }

    @Override
    public void setAttribute(String name, @Nullable Object value) {
        attributes.put(name, value == null ? REMOVED : value);
    }

    @Override
    public void removeAttribute(String name) {
        attributes.put(name, REMOVED);
    }

    @Override
    public Enumeration<String> getAttributeNames() {
        Set<String> names = new LinkedHashSet<>(Collections.list(super.getAttributeNames()));
        attributes.forEach((name, value) -> {
            if (value == REMOVED) {
                names.remove(name);
            } else {
                names.add(name);
            }
        });
        return Collections.enumeration(names);
    }

    @Override
    public @Nullable String getParameter(String name) {
        return query().getFirst(name);
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        return getParameterMap().get(name);
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return Collections.enumeration(query().keySet());
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        Map<String, String[]> map = new HashMap<>();
        query().forEach((name, values) -> map.put(name, values.toArray(String[]::new)));
        return map;
    }

    @Override
    public ServletInputStream getInputStream() {
        throw bodyNotThere();
    }

    @Override
    public BufferedReader getReader() {
        throw bodyNotThere();
    }

    @Override
    public Collection<Part> getParts() {
        throw bodyNotThere();
    }

    @Override
    public Part getPart(String name) {
        throw bodyNotThere();
    }

    private MultiValueMap<String, String> query() {
        if (query == null) {
            query = new LinkedMultiValueMap<>();
            UriComponentsBuilder.newInstance()
                    .query(getQueryString())
                    .build()
                    .getQueryParams()
                    .forEach((name, values) ->
                            values.forEach(value -> query().add(decoded(name), value == null ? "" : decoded(value))));
        }
        return query;
    }

    private static String decoded(String text) {
        try {
            return UriUtils.decode(text.replace('+', ' '), java.nio.charset.StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private static IllegalStateException bodyNotThere() {
        return new IllegalStateException(
                "A handler mapping read the body to find the handler. Requests of such a mapping"
                        + " cannot be guarded, because the body is compared first.");
    }
}
