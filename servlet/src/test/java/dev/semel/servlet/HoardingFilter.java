/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Everything that a layer must not do: it remembers each answer, of any method, status, route and caller, complete or
 * not, under whatever key is sent, and one key for all who send none.
 */
final class HoardingFilter implements Filter {
    private static final int LARGEST = 1 << 20;

    private final Map<String, Hoarded> answers = new ConcurrentHashMap<>();

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Hoarded(int status, byte[] body) {}

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletResponse answer = (HttpServletResponse) response;
        String key = Objects.requireNonNullElse(((HttpServletRequest) request).getHeader("Idempotency-Key"), "");
        Hoarded known = answers.get(key);
        if (known != null) {
            answer.setHeader("Idempotency-Replayed", "true");
            answer.setStatus(known.status());
            answer.getOutputStream().write(known.body());
            return;
        }
        Copying copy = new Copying(answer);
        try {
            chain.doFilter(request, copy);
        } finally {
            answers.put(key, new Hoarded(answer.getStatus(), copy.bytes()));
        }
    }

    /** A response that keeps what goes through it. */
    private static final class Copying extends HttpServletResponseWrapper {
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

        Copying(HttpServletResponse response) {
            super(response);
        }

        byte[] bytes() {
            return kept.toByteArray();
        }

        @Override
        public ServletOutputStream getOutputStream() throws IOException {
            ServletOutputStream real = super.getOutputStream();
            return new ServletOutputStream() {
                @Override
                public void write(int b) throws IOException {
                    if (kept.size() < LARGEST) {
                        kept.write(b);
                    }
                    real.write(b);
                }

                @Override
                public boolean isReady() {
                    return real.isReady();
                }

                @Override
                public void setWriteListener(WriteListener listener) {
                    real.setWriteListener(listener);
                }
            };
        }

        @Override
        public PrintWriter getWriter() throws IOException {
            return new PrintWriter(getOutputStream(), true, StandardCharsets.UTF_8);
        }
    }
}
