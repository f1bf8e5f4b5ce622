/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends an exchange whose handler works on after it has returned.
 *
 * <p><b>Design.</b> The work ends when somebody calls {@code complete()} on the context that the handler was given, which
 * is why that one is a {@link RecordingAsyncContext}: the record is written and the answer sent within that call, because
 * afterwards the server takes the response away. Or it ends with a dispatch, when the chain of the dispatch returns.
 *
 * <p>A timeout or an error of the connection ends the exchange for the server, not the work. If a listener answers within
 * that notice, the work may run on unseen: the attempt is given up. If nobody does, the server answers by itself and the
 * attempt goes on until the work completes its context, which then only records (row 92).
 *
 * <p>A dispatch that does not come by the filter, for which it is not mapped, cannot be seen before it is over. The client
 * then has status 500, and the attempt ends as if the handler had thrown.
 */
final class AsyncExchange implements SpooledRequest.AsyncStarter {
    private static final Logger LOG = LoggerFactory.getLogger(AsyncExchange.class);

    private static final String MISSED =
            "A dispatch of asynchronous work did not come by Semel's filter, so that its answer could be neither"
                    + " recorded nor sent. Map the filter for DispatcherType.ASYNC, besides REQUEST, and let no filter in"
                    + " front of it refuse such dispatches.";

    private final Exchange exchange;
    private final HttpServletRequest original;
    private final HandlerResponse response;
    private @Nullable RecordingAsyncContext context;
    private volatile boolean waiting;
    private volatile boolean serverGaveUp;
    private volatile boolean dispatched;
    private volatile @Nullable Thread noticeThread;

    AsyncExchange(Exchange exchange, HttpServletRequest original, HandlerResponse response) {
        this.exchange = exchange;
        this.original = original;
        this.response = response;
    }

    @Override
    public boolean isSupported() {
        return !exchange.isJoined();
    }

    @Override
    public AsyncContext start(ServletRequest request, @Nullable ServletResponse given) {
        if (exchange.isJoined()) {
            throw new IllegalStateException("An operation in joined mode cannot work asynchronously, because its"
                    + " transaction belongs to the thread of the request. Use leased mode, or answer synchronously.");
        }
        ServletResponse used = given == null ? response : given;
        AsyncContext real = original.startAsync(request, used);
        waiting = true;
        RecordingAsyncContext started = new RecordingAsyncContext(real, this, request, used);
        context = started;
        real.addListener(new EndOfContext());
        return started;
    }

    @Override
    public AsyncContext current() {
        if (context == null) {
            throw new IllegalStateException("Asynchronous work has not been started on this request.");
        }
        return context;
    }

    boolean isOriginal(ServletRequest request, ServletResponse given) {
        return request instanceof SpooledRequest && given.equals(response);
    }

    /** Whether the work goes on after the handler has returned. */
    boolean isWaiting() {
        return waiting;
    }

    /** The server runs the chain again, on behalf of the work. */
    void redispatched() {
        dispatched = false;
        waiting = false;
    }

    void finishDispatch() throws IOException {
        if (serverGaveUp) {
            exchange.giveUp();
        } else {
            exchange.finish(original);
        }
    }

    /** The status that the server would have answered until now. */
    int beforeDispatch() {
        dispatched = true;
        // what the client gets unless the dispatch comes by the filter, whose answer sets a status of its own
        int before = response.refuseWhatIsNotRecorded();
        if (Thread.currentThread() == noticeThread) {
            serverGaveUp = true;
        }
        return before;
    }

    /** The server did not take it, for example because the work was over; what was answered stays. */
    void dispatchRefused(int statusBefore) {
        dispatched = false;
        response.restore(statusBefore);
    }

    void beforeComplete() {
        try {
            if (Thread.currentThread() == noticeThread) {
                exchange.giveUp();
            } else {
                exchange.finish();
            }
        } catch (IOException e) {
            // the record is written; that the client has gone is its own affair
            LOG.debug("An answer could not be sent.", e);
        }
    }

    void failed(Throwable failure) {
        exchange.fail(failure);
    }

    void noticeBegins() {
        noticeThread = Thread.currentThread();
    }

    void noticeEnds() {
        noticeThread = null;
    }

    /** The last listener to be told: after it the server uses the response for somebody else. */
    private final class EndOfContext implements AsyncListener {
        @Override
        public void onComplete(AsyncEvent event) {
            exchange.detach();
            if (dispatched) {
                LOG.error(MISSED);
                exchange.fail(new IllegalStateException(MISSED));
            }
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            // row 92: the work may still run
        }

        @Override
        public void onError(AsyncEvent event) throws IOException {
            // the same: an error of the connection is not the end of the work, unless all that it does is to send
            // events
            exchange.connectionFailed();
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }
    }
}
