/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class PartsTest {

    private final Parts parts = new Parts();
    private final List<String> stopped = new ArrayList<>();

    @Test
    void stopsInTheReverseOrderOfTheStart() {
        start("database");
        start("provider");
        start("service");

        parts.stop();
        parts.stop();

        assertThat(stopped).containsExactly("service", "provider", "database");
    }

    @Test
    void stopsTheOthersWhenOneFails() {
        start("database");
        parts.start("broken", () -> (AutoCloseable) () -> {
            throw new NoClassDefFoundError("the jar was replaced");
        });

        parts.stop();

        assertThat(stopped).containsExactly("database");
    }

    @Test
    void startsNothingAfterTheStop() {
        parts.stop();

        assertThatThrownBy(() -> start("service")).isInstanceOf(DemoException.class);
        assertThat(stopped).isEmpty();
    }

    @Test
    void stopsAPartThatWasStartingWhenTheStopCame() throws Exception {
        var starting = new CountDownLatch(1);
        var stopper = new Thread(() -> {
            awaitQuietly(starting);
            parts.stop();
        });
        stopper.start();
        parts.start("slow", () -> {
            starting.countDown();
            awaitBlocked(stopper);
            return (AutoCloseable) () -> stopped.add("slow");
        });
        stopper.join();

        assertThat(stopped).containsExactly("slow");
    }

    @Test
    void passesOnWhatTheUserCanMend() {
        assertThatThrownBy(() -> parts.start("service", () -> {
                    throw Ports.inUse("--port", 8080);
                }))
                .hasMessageStartingWith("port 8080 is in use");
    }

    private void start(String name) {
        parts.start(name, () -> (AutoCloseable) () -> stopped.add(name));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitBlocked(Thread thread) {
        while (thread.isAlive() && thread.getState() != Thread.State.BLOCKED) {
            Thread.onSpinWait();
        }
    }
}
