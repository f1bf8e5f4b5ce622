/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * A request that runs unprotected although its body was read: the handler gets the bytes as they came, and nothing is
 * recorded. The body lives as long as the request, which may go on after its thread has returned.
 */
final class PassedOn implements SpooledRequest.AsyncStarter, UntilComplete {
    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final RequestBody body;
    private boolean goesOn;

    private PassedOn(HttpServletRequest request, HttpServletResponse response, RequestBody body) {
        this.request = request;
        this.response = response;
        this.body = body;
    }

    /** Runs the handler; the body is closed here, now or when asynchronous work has ended. */
    static void run(HttpServletRequest request, HttpServletResponse response, RequestBody body, FilterChain chain)
            throws IOException, ServletException {
        PassedOn passed = new PassedOn(request, response, body);
        SpooledRequest spooled = new SpooledRequest(request, body);
        spooled.startsBy(passed);
        try {
            chain.doFilter(spooled, response);
        } finally {
            if (!passed.goesOn) {
                body.close();
            }
        }
    }

    /** Listens from the beginning: work that is dispatched at once reads the body in the dispatch. */
    @Override
    public AsyncContext start(ServletRequest inner, @Nullable ServletResponse answer) {
        AsyncContext context = request.startAsync(inner, answer == null ? response : answer);
        goesOn = true;
        context.addListener(this);
        return context;
    }

    @Override
    public AsyncContext current() {
        return request.getAsyncContext();
    }

    @Override
    public boolean isSupported() {
        return true;
    }

    @Override
    public void onComplete(AsyncEvent event) {
        try {
            body.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
