/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.rows;

import dev.semel.drill.Row;
import dev.semel.drill.wire.Answer;
import dev.semel.drill.wire.Request;
import dev.semel.drill.wire.Wire;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * One run of one check: its fresh keys, its connections, and the words in which checks are written. Used by one thread;
 * only {@link #abort} may come from another.
 */
final class Trial implements Closeable {
    private static final int POLLS = 150;
    private static final int POLL_MILLIS = 10;
    private static final int PATIENT_MILLIS = 30;

    private final Service service;
    private final Findings findings;
    private final Tally tally;
    private final String key = UUID.randomUUID().toString();
    private final Queue<Wire> wires = new ConcurrentLinkedQueue<>();
    private final List<String> notes = new ArrayList<>();
    private volatile boolean aborted;

    Trial(Service service, Findings findings, Row row) throws IOException {
        this.service = service;
        this.findings = findings;
        this.tally = new Tally(service, findings, row);
        tally.watch(key);
    }

    static String callerA(Service service) {
        return service.token().orElse("user-a");
    }

    static String callerB(Service service) {
        return callerA(service).equals("user-b") ? "user-a" : "user-b";
    }

    String callerA() {
        return Service.bearer(callerA(service));
    }

    String callerB() {
        return Service.bearer(callerB(service));
    }

    Interference interference() {
        return new Interference(service);
    }

    /** Another token of the first caller. */
    String callerARefreshed() {
        return Service.bearer(refreshed(service));
    }

    static String refreshed(Service service) {
        return callerA(service) + "-refreshed";
    }

    Findings findings() {
        return findings;
    }

    String key() {
        return key;
    }

    /** Another key, whose executions count too. */
    String freshKey() {
        return counted(UUID.randomUUID().toString());
    }

    /** Counts the executions of a key of the check's own making too. */
    String counted(String ownKey) {
        tally.watch(ownKey);
        return ownKey;
    }

    static String quoted(String text) {
        return '"' + text + '"';
    }

    /** A POST with the trial's key and a small body. */
    Request post(String path) {
        return unkeyed("POST", path).withKey(quoted(key));
    }

    Request request(String method, String path) {
        return unkeyed(method, path).withKey(quoted(key));
    }

    Request unkeyed(String method, String path) {
        return Request.of(method, path).withType("text/plain").withBody("drill " + key);
    }

    Wire open() throws IOException {
        return open(0);
    }

    Wire open(int node) throws IOException {
        Wire wire = service.connect(node);
        wires.add(wire);
        if (aborted) {
            wire.close();
            throw new IOException("the row takes too long");
        }
        return wire;
    }

    /** Sends, and leaves the answer to be read. */
    Wire start(Request request) throws IOException {
        return open().send(service.authorized(request));
    }

    Answer send(Request request) throws IOException {
        return sendTo(0, request);
    }

    Answer sendTo(int node, Request request) throws IOException {
        return exchange(node, service.authorized(request));
    }

    /** Sends until the attempt before has ended: what is streamed may reach the client before it is recorded. */
    Answer sendPatiently(Request request) throws IOException, InterruptedException {
        return sendPatientlyTo(0, request);
    }

    Answer sendPatientlyTo(int node, Request request) throws IOException, InterruptedException {
        Answer answer = sendTo(node, request);
        for (int poll = 0; poll < POLLS && answer.status() == 409; poll++) {
            pause(PATIENT_MILLIS);
            answer = sendTo(node, request);
        }
        return answer;
    }

    /** Without any credentials. */
    Answer sendAnonymously(Request request) throws IOException {
        return exchange(0, request);
    }

    private Answer exchange(int node, Request request) throws IOException {
        try (Wire wire = open(node)) {
            return wire.send(request).read(request.method());
        }
    }

    Request authorized(Request request) {
        return service.authorized(request);
    }

    /** Sends, and demands a first execution. */
    Answer executes(Request request) throws IOException {
        Answer answer = send(request);
        expect(answer.isSuccess() && !isReplay(answer), "a first execution of " + name(request), answer);
        return answer;
    }

    /** Sends what was answered before, and demands the same answer. */
    Answer replays(Answer first, Request request) throws IOException {
        return replays(first, send(request), request);
    }

    Answer replays(Answer first, Answer again, Request request) {
        expect(
                again.status() == first.status(),
                "a replay of status " + first.status() + " of " + name(request),
                again);
        expect(Arrays.equals(again.body(), first.body()), "the bytes of the first answer to " + name(request), again);
        expectMarked(again);
        return again;
    }

    /** Where this service marks replays, this is one. */
    void expectMarked(Answer again) {
        expect(findings.marker().isEmpty() || isReplay(again), "a replay marked as one", again + ", unmarked");
    }

    /** Executes once and replays once. */
    Answer onceOnly(Request request) throws IOException {
        return replays(executes(request), request);
    }

    static boolean isReplay(Answer answer) {
        return Findings.isReplay(answer);
    }

    private static String name(Request request) {
        return request.method() + ' ' + request.path();
    }

    void expect(boolean holds, String expected, Object came) {
        if (!holds) {
            throw Finding.unmet(expected, came);
        }
    }

    void expectStatus(Answer answer, String what, Integer... statuses) {
        expect(
                List.of(statuses).contains(answer.status()),
                what + " with "
                        + String.join(
                                " or ",
                                Arrays.stream(statuses).map(String::valueOf).toList()),
                answer);
    }

    /** Handlers ran so often since this trial began. */
    void expectRuns(long expected) throws IOException {
        long runs = runs();
        expect(runs == expected, times(expected), times(runs));
    }

    private static String times(long number) {
        return number + (number == 1 ? " execution" : " executions");
    }

    long runs() throws IOException {
        return tally.runs();
    }

    /** Waits until handlers ran so often, because what follows is to meet them running. */
    void awaitRuns(long expected) throws IOException, InterruptedException {
        for (int poll = 0; poll < POLLS; poll++) {
            if (runs() >= expected) {
                return;
            }
            pause(POLL_MILLIS);
        }
        throw Finding.unmet(times(expected) + " under way", times(runs()));
    }

    void pause(long millis) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(millis);
    }

    /** Which of several right behaviours was seen. */
    void note(String seen) {
        if (!notes.contains(seen)) {
            notes.add(seen);
        }
    }

    String notes() {
        return String.join("; ", notes);
    }

    /** Lets the check fail at its next byte. */
    void abort() {
        aborted = true;
        close();
    }

    @Override
    public void close() {
        for (Wire wire : wires) {
            try {
                wire.close();
            } catch (IOException e) {
                // there is nobody to whom it matters
            }
        }
    }
}
