/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows 92 and 130: work that goes on after the handler has returned. */
abstract class AsyncBehaviours extends ServerTest {
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch leave = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private Service service;

    @BeforeEach
    void start() {
        service = serve(new Service());
    }

    private static void inBackground(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
    }

    private static void print(AsyncContext context, String text) {
        try {
            context.getResponse().getWriter().print(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void row130_theKeyIsInProgressUntilTheWorkCompletes() {
        service.on("/async", (request, response) -> {
            AsyncContext context = request.startAsync();
            response.setHeader("X-Early", "1");
            inBackground(() -> {
                entered.countDown();
                await(leave);
                ((HttpServletResponse) context.getResponse()).setStatus(201);
                print(context, "done");
                context.complete();
            });
        });
        CompletableFuture<RawResponse> first = postLater(0, "/async", "x");
        await(entered);
        assertProblem(postOn(0, "/async", "x"), 409, "conflict");
        assertProblem(postOn(1, "/async", "x"), 409, "conflict");
        leave.countDown();
        assertThat(get(first).status()).isEqualTo(201);
        assertThat(get(first).text()).isEqualTo("done");
        assertThat(get(first).header("X-Early")).contains("1");
        assertReplays(get(first), postOn(1, "/async", "x"));
        assertExecutions(1);
    }

    @Test
    void row130_workThatEndsWithADispatchIsRecordedAfterIt() {
        service.on("/async", (request, response) -> {
            if (request.getDispatcherType() == DispatcherType.ASYNC) {
                response.setStatus(201);
                response.getWriter().print("dispatched " + request.getAttribute("result"));
                return;
            }
            AsyncContext context = request.startAsync(request, response);
            inBackground(() -> {
                request.setAttribute("result", "42");
                context.dispatch();
            });
        });
        RawResponse first = post("/async", "x");
        assertThat(first.text()).isEqualTo("dispatched 42");
        assertReplays(first, post("/async", "x"));
        assertExecutions(2); // the handler and its dispatch, once each
    }

    @Test
    void row130_anExceptionInTheDispatchEndsTheAttempt() {
        service.on("/async", (request, response) -> {
            if (request.getDispatcherType() == DispatcherType.ASYNC) {
                throw new IllegalStateException("broken");
            }
            request.startAsync().dispatch();
        });
        assertThat(post("/async", "x").status()).isEqualTo(500);
        RawResponse retry = post("/async", "x");
        assertThat(retry.status()).isEqualTo(500);
        assertThat(retry.isReplay()).isTrue();
        assertExecutions(2);
    }

    @Test
    void row130_workThatThrowsEndsTheAttempt() {
        service.on("/async", (request, response) -> request.startAsync().start(() -> {
            throw new IllegalStateException("broken");
        }));
        // what the first client gets is the server's affair: Tomcat closes the connection, Jetty waits for the timeout
        connect().send(request("POST /async", "x", "Idempotency-Key: \"" + key + '"'));
        Awaitility.await().untilAsserted(() -> {
            RawResponse retry = post("/async", "x");
            assertThat(retry.status()).isEqualTo(500);
            assertThat(retry.isReplay()).isTrue();
        });
        assertExecutions(1);
    }

    @Test
    void row130_forwardsDoNotApplyTheLayerTwice() {
        service.on("/forward", (request, response) -> request.getRequestDispatcher("/echo")
                .forward(request, response));
        RawResponse first = post("/forward", "x");
        assertThat(first.text()).isEqualTo("x");
        assertReplays(first, post("/forward", "x"));
        assertExecutions(2); // the handler and the one it forwards to, once each
    }

    @Test
    void row130_includesDoNotApplyTheLayerTwice() {
        service.on("/include", (request, response) -> {
            if (request.getDispatcherType() == DispatcherType.INCLUDE) {
                response.setHeader("X-Included", "not to be set");
                response.getOutputStream().print("x");
                return;
            }
            response.getOutputStream().print("<");
            request.getRequestDispatcher("/echo").include(request, response);
            response.getOutputStream().print(">");
        });
        RawResponse first = post("/include", "x");
        assertThat(first.text()).isEqualTo("<x>");
        assertThat(first.header("X-Included")).isEmpty();
        assertReplays(first, post("/include", "x"));
    }

    @Test
    void row092_afterATimeoutTheKeyIsInProgressUntilTheWorkEnds() {
        service.on("/async", (request, response) -> {
            AsyncContext context = request.startAsync();
            context.setTimeout(100);
            inBackground(() -> {
                await(leave);
                print(context, "late");
                context.complete();
                ended.countDown();
            });
        });
        RawResponse first = post("/async", "x");
        assertThat(first.status()).isBetween(500, 503);
        assertThat(first.text()).doesNotContain("late");
        assertProblem(postOn(1, "/async", "x"), 409, "conflict");
        leave.countDown();
        await(ended);
        RawResponse retry = postOn(1, "/async", "x");
        assertThat(retry.text()).isEqualTo("late");
        assertThat(retry.isReplay()).isTrue();
        assertExecutions(1);
    }

    private abstract static class Listener implements AsyncListener {
        @Override
        public void onComplete(AsyncEvent event) {
            // nothing to do
        }

        @Override
        public void onError(AsyncEvent event) {
            // nothing to do
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            // nothing to do
        }
    }

    @Test
    void row092_aTimeoutThatAListenerAnswersLeavesTheOutcomeUnknown() {
        service.on("/async", (request, response) -> {
            AsyncContext context = request.startAsync();
            context.setTimeout(100);
            context.addListener(new Listener() {
                @Override
                public void onTimeout(AsyncEvent event) {
                    ((HttpServletResponse) event.getAsyncContext().getResponse()).setStatus(503);
                    event.getAsyncContext().complete();
                }
            });
        });
        assertThat(post("/async", "x").status()).isEqualTo(503);
        assertProblem(post("/async", "x"), 409, "indeterminate");
        assertExecutions(1);
    }

    @Test
    void row092_aTimeoutThatADispatchAnswersLeavesTheOutcomeUnknown() {
        service.on("/async", (request, response) -> {
            if (request.getDispatcherType() == DispatcherType.ASYNC) {
                response.setStatus(503);
                return;
            }
            AsyncContext context = request.startAsync();
            context.setTimeout(100);
            context.addListener(new Listener() {
                @Override
                public void onTimeout(AsyncEvent event) {
                    event.getAsyncContext().dispatch();
                }
            });
        });
        assertThat(post("/async", "x").status()).isEqualTo(503);
        assertProblem(post("/async", "x"), 409, "indeterminate");
        assertExecutions(2);
    }

    @Test
    void row089_aClientThatLeavesAsynchronousWorkChangesNothing() {
        service.on("/async", (request, response) -> {
            AsyncContext context = request.startAsync();
            inBackground(() -> {
                entered.countDown();
                await(leave);
                print(context, "done");
                context.complete();
                ended.countDown();
            });
        });
        RawConnection connection = connect();
        connection.send(request("POST /async", "x", "Idempotency-Key: \"" + key + '"'));
        await(entered);
        connection.reset();
        leave.countDown();
        await(ended);
        RawResponse retry = post("/async", "x");
        assertThat(retry.text()).isEqualTo("done");
        assertThat(retry.isReplay()).isTrue();
        assertExecutions(1);
    }

    @Test
    void row121_nonBlockingReadsAndWritesAreServed() {
        service.on("/async", (request, response) -> {
            AsyncContext context = request.startAsync();
            ServletInputStream in = request.getInputStream();
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            in.setReadListener(new ReadListener() {
                @Override
                public void onDataAvailable() throws IOException {
                    for (int b = in.read(); b >= 0; b = in.read()) {
                        read.write(b);
                    }
                }

                @Override
                public void onAllDataRead() throws IOException {
                    response.getOutputStream().setWriteListener(new WriteListener() {
                        @Override
                        public void onWritePossible() throws IOException {
                            read.writeTo(response.getOutputStream());
                            context.complete();
                        }

                        @Override
                        public void onError(Throwable failure) {
                            context.complete();
                        }
                    });
                }

                @Override
                public void onError(Throwable failure) {
                    context.complete();
                }
            });
        });
        RawResponse first = post("/async", "hello");
        assertThat(first.text()).isEqualTo("hello");
        assertReplays(first, post("/async", "hello"));
        assertExecutions(1);
    }
}
