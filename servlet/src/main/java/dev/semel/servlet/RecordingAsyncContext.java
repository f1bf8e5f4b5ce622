/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server's context, seen by the handler: its end is the end of the attempt. */
final class RecordingAsyncContext implements AsyncContext {
    private static final Logger LOG = LoggerFactory.getLogger(RecordingAsyncContext.class);

    private final AsyncContext real;
    private final AsyncExchange exchange;
    private final ServletRequest request;
    private final ServletResponse response;

    RecordingAsyncContext(AsyncContext real, AsyncExchange exchange, ServletRequest request, ServletResponse response) {
        this.real = real;
        this.exchange = exchange;
        this.request = request;
        this.response = response;
    }

    @Override
    public void complete() {
        try {
            exchange.beforeComplete();
        } finally {
            completeReal();
        }
    }

    private void completeReal() {
        try {
            real.complete();
        } catch (IllegalStateException e) {
            LOG.debug("The server had ended the exchange before the work was complete.", e);
        }
    }

    @Override
    public void dispatch() {
        dispatching(real::dispatch);
    }

    @Override
    public void dispatch(String path) {
        dispatching(() -> real.dispatch(path));
    }

    @Override
    public void dispatch(ServletContext context, String path) {
        dispatching(() -> real.dispatch(context, path));
    }

    private void dispatching(Runnable dispatch) {
        int status = exchange.beforeDispatch();
        try {
            dispatch.run();
        } catch (RuntimeException e) {
            exchange.dispatchRefused(status);
            throw e;
        }
    }

    @Override
    public void start(Runnable work) {
        real.start(() -> {
            try {
                work.run();
            } catch (RuntimeException | Error e) {
                exchange.failed(e);
                throw e;
            }
        });
    }

    @Override
    public void addListener(AsyncListener listener) {
        real.addListener(new Relay(listener));
    }

    @Override
    public void addListener(AsyncListener listener, ServletRequest request, ServletResponse response) {
        real.addListener(new Relay(listener), request, response);
    }

    @Override
    public <T extends AsyncListener> T createListener(Class<T> type) throws ServletException {
        return real.createListener(type);
    }

    /** Not asked of the server, which refuses once it has given up on the work. */
    @Override
    public ServletRequest getRequest() {
        return request;
    }

    @Override
    public ServletResponse getResponse() {
        return response;
    }

    @Override
    public boolean hasOriginalRequestAndResponse() {
        return exchange.isOriginal(request, response);
    }

    @Override
    public void setTimeout(long millis) {
        real.setTimeout(millis);
    }

    @Override
    public long getTimeout() {
        return real.getTimeout();
    }

    /** Hands on events with this context in them, so that a listener that completes it is seen too. */
    private final class Relay implements AsyncListener {
        private final AsyncListener listener;

        Relay(AsyncListener listener) {
            this.listener = listener;
        }

        @Override
        public void onComplete(AsyncEvent event) throws IOException {
            listener.onComplete(here(event));
        }

        @Override
        public void onTimeout(AsyncEvent event) throws IOException {
            exchange.noticeBegins();
            try {
                listener.onTimeout(here(event));
            } finally {
                exchange.noticeEnds();
            }
        }

        @Override
        public void onError(AsyncEvent event) throws IOException {
            exchange.noticeBegins();
            try {
                listener.onError(here(event));
            } finally {
                exchange.noticeEnds();
            }
        }

        @Override
        public void onStartAsync(AsyncEvent event) throws IOException {
            listener.onStartAsync(here(event));
        }

        private AsyncEvent here(AsyncEvent event) {
            return new AsyncEvent(
                    RecordingAsyncContext.this,
                    event.getSuppliedRequest(),
                    event.getSuppliedResponse(),
                    event.getThrowable());
        }
    }
}
