/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Filters that are mapped for less than they need fail, and leave no key in progress. */
abstract class MappingBehaviours extends ServerTest {
    private Service service;

    @BeforeEach
    void start() {
        service = serve(new Service());
    }

    private RawResponse assertEnds(String path) {
        RawResponse first = post(path, "x");
        assertThat(first.isReplay()).isFalse();
        Awaitility.await().untilAsserted(() -> {
            RawResponse retry = post(path, "x");
            assertThat(retry.status()).isEqualTo(first.status());
            assertThat(retry.isReplay()).isTrue();
        });
        return first;
    }

    @Test
    void aDispatchThatDoesNotComeByTheFilterIsNoEmptySuccess() {
        String path = Server.NO_DISPATCHES + "/work";
        service.on(path, (request, response) -> {
            if (request.getDispatcherType() == DispatcherType.ASYNC) {
                response.getWriter().print("lost");
                return;
            }
            AsyncContext context = request.startAsync();
            Thread work = new Thread(context::dispatch);
            work.setDaemon(true);
            work.start();
        });
        assertThat(assertEnds(path).status()).isEqualTo(500);
        assertExecutions(2); // the handler and its dispatch, once each
    }

    @Test
    void workThatEndsWithoutADispatchNeedsNoMappingForThem() {
        String path = Server.NO_DISPATCHES + "/work";
        service.on(path, (request, response) -> {
            AsyncContext context = request.startAsync();
            response.getWriter().print("done");
            context.start(context::complete);
        });
        RawResponse first = post(path, "x");
        assertThat(first.text()).isEqualTo("done");
        assertReplays(first, post(path, "x"));
    }

    @Test
    void aFilterWithoutAsynchronousSupportLeavesNoKeyInProgress() {
        String path = Server.NO_ASYNC + "/work";
        service.on(path, (request, response) -> request.startAsync().complete());
        assertEnds(path); // Tomcat refuses the handler, Jetty does not mind
        assertExecutions(1);
    }
}
