/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.rows;

import dev.semel.drill.DrillException;
import dev.semel.drill.DrillPlan;
import dev.semel.drill.Feature;
import dev.semel.drill.wire.Answer;
import dev.semel.drill.wire.Request;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/** Finds out which routes a service has, how it counts and how it marks replays, before anything is judged. */
final class Scout {
    private static final Set<Integer> NO_ROUTE = Set.of(404, 405, 501);
    private static final Map<Feature, Request> SAMPLES = samples();

    private final Service service;
    private final Map<Feature, String> missing = new ConcurrentHashMap<>();

    private Scout(Service service) {
        this.service = service;
    }

    private static Map<Feature, Request> samples() {
        Map<Feature, Request> samples = new EnumMap<>(Feature.class);
        samples.put(Feature.ECHO, post("/echo"));
        samples.put(Feature.STATUS, post("/status/200"));
        samples.put(Feature.SLOW, post("/slow?ms=0"));
        samples.put(Feature.HELD, post("/held/slow?ms=0"));
        samples.put(Feature.LARGE, post("/large?bytes=1"));
        samples.put(
                Feature.HEADERS, post("/headers").withType("application/json").withBody("{}"));
        samples.put(Feature.ITEMS, post("/items"));
        samples.put(Feature.UPLOAD, post("/upload"));
        samples.put(Feature.ASYNC, post("/async?ms=0"));
        samples.put(Feature.SSE, post("/sse?n=1"));
        samples.put(Feature.THROW, post("/throw?when=before"));
        samples.put(Feature.JOB, post("/job"));
        samples.put(Feature.SECRET, post("/secret"));
        samples.put(Feature.REDIRECT, post("/redirect/303"));
        samples.put(Feature.OPTIONAL, post("/optional/echo"));
        samples.put(Feature.OFF, post("/off/echo"));
        samples.put(Feature.PATCH, on("PATCH"));
        samples.put(Feature.PUT, on("PUT"));
        return samples;
    }

    private static Request post(String path) {
        return Request.of("POST", path).withType("text/plain").withBody("scout");
    }

    private static Request on(String method) {
        return Request.of(method, "/items/" + UUID.randomUUID())
                .withType("text/plain")
                .withBody("scout");
    }

    /**
     * Looks.
     *
     * @param faults whether the service's fault controls may be touched
     * @param threads for the looks at routes
     * @throws DrillException if nothing answers there
     */
    static Findings look(Service service, DrillPlan.Faults faults, ExecutorService threads)
            throws InterruptedException {
        Scout scout = new Scout(service);
        for (int node = 0; node < service.nodes().size(); node++) {
            scout.greet(node);
        }
        scout.lookAtRoutes(threads);
        scout.lookAtCounts();
        scout.lookAtCallers();
        scout.lookAtFaults(faults);
        scout.neverThere();
        return new Findings(Map.copyOf(scout.missing), scout.marker(), scout.hasOneCounter());
    }

    private void greet(int node) {
        try {
            service.exchange(node, Request.of("GET", "/counter"));
        } catch (UnknownHostException e) {
            throw new DrillException("there is no host " + service.node(node).host());
        } catch (ConnectException e) {
            throw new DrillException("nothing listens at " + service.node(node));
        } catch (SocketTimeoutException e) {
            throw new DrillException(service.node(node) + " cannot be reached in time");
        } catch (IOException e) {
            throw new DrillException(service.node(node) + " does not answer as an HTTP service: " + e.getMessage());
        }
    }

    private void lookAtRoutes(ExecutorService threads) throws InterruptedException {
        Map<Feature, Future<Answer>> answers = SAMPLES.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        sample -> threads.submit(() -> service.exchange(0, keyed(sample.getValue())))));
        for (Map.Entry<Feature, Future<Answer>> each : answers.entrySet()) {
            String route = each.getKey().text();
            try {
                int status = each.getValue().get().status();
                // a layer may refuse a key where it is off, see row 25
                boolean refused = each.getKey() == Feature.OFF && status == 501;
                if (NO_ROUTE.contains(status) && !refused) {
                    missing.put(each.getKey(), "the service has no " + route + " (it answers " + status + ")");
                }
            } catch (ExecutionException e) {
                String reason =
                        String.valueOf(e.getCause() == null ? e : e.getCause().getMessage());
                missing.put(each.getKey(), "the service does not answer " + route + ": " + reason);
            }
        }
        if (missing.containsKey(Feature.PUT)) {
            missing.put(Feature.DELETE, String.valueOf(missing.get(Feature.PUT)));
        }
    }

    private static Request keyed(Request sample) {
        return sample.withKey('"' + UUID.randomUUID().toString() + '"');
    }

    private void lookAtCounts() {
        if (ask(() -> service.counter(0)).isEmpty()) {
            missing.put(Feature.COUNTER, "the service has no GET /counter that answers {\"count\":n}");
        }
        if (ask(() -> service.executions(0, UUID.randomUUID().toString())).isEmpty()) {
            missing.put(Feature.EXECUTIONS, "the service has no GET /executions?key= that answers {\"count\":n}");
        }
        if (missing.containsKey(Feature.COUNTER) && missing.containsKey(Feature.EXECUTIONS)) {
            missing.put(Feature.COUNT, "executions cannot be counted: neither GET /counter nor GET /executions?key=");
        }
    }

    private void lookAtCallers() {
        boolean refuses = status("nobody-" + UUID.randomUUID()) == 401;
        boolean accepts = status(Trial.callerA(service)) / 100 == 2 && status(Trial.callerB(service)) / 100 == 2;
        if (!refuses || !accepts) {
            missing.put(
                    Feature.TOKENS,
                    refuses
                            ? "the bearer tokens user-a and user-b are not accepted"
                            : "an unknown bearer token is not refused with 401");
        }
        if (!refuses || status(Trial.refreshed(service)) / 100 != 2) {
            missing.put(
                    Feature.REFRESHED, "the service knows no second token of its caller, " + Trial.refreshed(service));
        }
    }

    private void lookAtFaults(DrillPlan.Faults faults) {
        if (faults == DrillPlan.Faults.NONE) {
            missing.put(Feature.FAULTS, "needs fault controls, and leave to use them: --faults");
        } else if (!ask(() -> Optional.of(new Interference(service).isPossible()))
                .orElse(false)) {
            missing.put(Feature.FAULTS, "the service has no fault controls: no GET /faults that tells leaseMillis");
        }
    }

    private int status(String token) {
        return ask(() -> Optional.of(service.exchange(0, keyed(post("/echo")).with(Service.bearer(token)))
                        .status()))
                .orElse(0);
    }

    private void neverThere() {
        if (service.nodes().size() < 2) {
            missing.put(Feature.PEER, "needs a second node: --peer URL");
        }
        for (Feature never : Set.of(Feature.TENANTS, Feature.BATCH, Feature.CONTROL, Feature.CLIENT)) {
            missing.put(never, "needs " + never.text());
        }
    }

    private Optional<String> marker() {
        Request request = keyed(post("/echo"));
        return ask(() -> {
            service.exchange(0, request);
            return Findings.markers(service.exchange(0, request)).stream().findFirst();
        });
    }

    /** Whether the second node counts what the first one ran. */
    private boolean hasOneCounter() {
        if (service.nodes().size() < 2) {
            return true;
        }
        String key = UUID.randomUUID().toString();
        Request request = post("/echo").withKey('"' + key + '"');
        Optional<Long> before = ask(() -> service.counter(1));
        ask(() -> Optional.of(service.exchange(0, request)));
        return before.isPresent()
                ? !before.equals(ask(() -> service.counter(1)))
                : ask(() -> service.executions(1, key)).orElse(0L) > 0;
    }

    @FunctionalInterface
    private interface Question<T> {
        Optional<T> ask() throws IOException;
    }

    private static <T> Optional<T> ask(Question<T> question) {
        try {
            return question.ask();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
