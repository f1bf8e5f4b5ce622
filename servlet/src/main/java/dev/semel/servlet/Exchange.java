/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import dev.semel.Attempt;
import dev.semel.Bytes;
import dev.semel.IdempotencyException;
import dev.semel.LeaseLostException;
import dev.semel.Mode;
import dev.semel.Outcome;
import dev.semel.http.Ending;
import dev.semel.http.HeaderField;
import dev.semel.http.HttpOperation;
import dev.semel.http.ResponseRules;
import dev.semel.http.StoredResponse;
import jakarta.servlet.ServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request whose handler runs, until its attempt has ended.
 *
 * <p><b>Order.</b> The handler's answer is held back; the attempt ends; only then is something sent, and only if the
 * ending says that the answer is this attempt's own (promises I2 and I6). A client that went away is noticed while
 * sending, or swallowed by the {@link ClientStream} of an answer that is streamed, and so changes nothing. Whoever comes first ends the attempt: the filter, the asynchronous work, or a timeout;
 * all others find it ended.
 */
final class Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final HeaderField RECORDED_UNKNOWN = new HeaderField(AnswerWriter.RECORDED_HEADER, "unknown");

    private final HttpOperation operation;
    private final Attempt.Running<StoredResponse> attempt;
    private final RecordingResponse response;
    private final AnswerWriter answers;
    private final RequestBody body;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile boolean clientGone;

    Exchange(
            Attempt.Running<StoredResponse> attempt,
            RecordingResponse response,
            AnswerWriter answers,
            RequestBody body) {
        this.operation = answers.operation();
        this.attempt = attempt;
        this.response = response;
        this.answers = answers;
        this.body = body;
    }

    boolean isJoined() {
        return operation.mode() == Mode.JOINED;
    }

    /** From now on there is nobody to send to; what is recorded stays the same. */
    void detach() {
        clientGone = true;
    }

    /** A stream of events that has lost its client has come to its end; the work was told, and may do nothing more. */
    void connectionFailed() throws IOException {
        if (response.isEventStream() && response.isClientGone()) {
            finish();
        }
    }

    /** The handler has returned, or its asynchronous work is complete. */
    void finish() throws IOException {
        finish(() -> rules().ending(response.getStatus(), operation.mode(), attempt.isRollbackOnly()));
    }

    /** The same, where the request tells what the framework has answered for. */
    void finish(ServletRequest request) throws IOException {
        if (request.getAttribute(SemelFilter.FAILURE_ATTRIBUTE) instanceof Throwable handled) {
            finish(() -> rules().ending(handled, response.getStatus(), operation.mode(), attempt.isRollbackOnly()));
        } else {
            finish();
        }
    }

    /** The server gave up on work that may still be running: whether it takes effect is not known (row 92). */
    void giveUp() throws IOException {
        finish(() -> switch (rules().serverErrors()) {
            case BY_MODE, QUARANTINE -> Ending.HOLD;
            case STORE -> Ending.RECORD;
            case RELEASE -> Ending.RELEASE;
        });
    }

    /** The handler has thrown; the exception goes on to the server, so nothing is sent here. */
    void fail(Throwable failure) {
        if (response.isEndOfEvents(failure)) {
            finishEvents(failure);
        } else if (ended.compareAndSet(false, true)) {
            endFailed(failure);
        }
    }

    /** A stream of events that has lost its client has come to its end. */
    private void finishEvents(Throwable failure) {
        try {
            finish();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private void finish(Supplier<Ending> rule) throws IOException {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        StoredResponse stored;
        Ending ending;
        try {
            response.finish();
            ending = rule.get();
            stored = recordable();
        } catch (IOException | RuntimeException | Error e) {
            endFailed(e);
            throw e;
        }
        try {
            if (response.isOverflowed()) {
                refuseOverflow();
            } else {
                end(ending, stored);
            }
        } finally {
            close();
        }
    }

    private void refuseOverflow() throws IOException {
        LOG.warn(
                "Operation {} answered with more than the {} bytes that may be held back until its transaction commits"
                        + " (semel.http.body.max-held, or BodyLimits.maxHeldBytes); it was rolled back.",
                operation.operation().name(),
                operation.policy().requests().limits().maxHeldBytes());
        attempt.release();
        sendOther(() -> answers.problem(ErrorAnswers.overflowed()));
    }

    private void close() throws IOException {
        try {
            response.discard();
        } finally {
            body.close();
        }
    }

    private ResponseRules rules() {
        return operation.policy().responses();
    }

    private void endFailed(Throwable failure) {
        try {
            close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        try {
            switch (rules().ending(failure, operation.mode())) {
                case RECORD, RECORD_ROLLED_BACK -> attempt.completeRolledBack(answers.render(ErrorAnswers.thrown()));
                case RELEASE -> attempt.release();
                case HOLD -> attempt.hold();
            }
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private void end(Ending ending, StoredResponse stored) throws IOException {
        switch (ending) {
            case RECORD -> answer(stored, false);
            case RECORD_ROLLED_BACK -> answer(stored, true);
            case RELEASE -> release();
            case HOLD -> answerUnrecorded(attempt.hold());
        }
    }

    /** An exception that is declared retryable may have been answered for with a success, which then is not true. */
    private void release() throws IOException {
        Attempt.Ended ended = attempt.release();
        if (response.getStatus() < 300) {
            sendOther(() -> answers.unavailable("The request failed in a way that is declared retryable, and is not"
                    + " recorded. Send the same request with the same key again after the time in Retry-After."));
        } else {
            answerUnrecorded(ended);
        }
    }

    /**
     * Where nothing is recorded, the handler's own answer is sent: it claims nothing that a record would have to bear out,
     * because its status tells the client that the work failed or is to be sent again (rows 81 to 85). Not if the attempt
     * was overtaken: what the winner answers is the answer, and a retry gets it.
     */
    private void answerUnrecorded(Attempt.Ended ended) throws IOException {
        switch (ended) {
            case AS_ASKED -> sendOwn(List.of());
            case OVERTAKEN -> sendOther(() -> answers.inProgress(Duration.ZERO));
            case UNCONFIRMED -> sendOwn(List.of(RECORDED_UNKNOWN));
        }
    }

    private void answer(StoredResponse stored, boolean rolledBack) throws IOException {
        Outcome<StoredResponse> outcome;
        try {
            outcome = rolledBack ? attempt.completeRolledBack(stored) : attempt.complete(stored);
        } catch (LeaseLostException e) {
            sendOther(() -> answers.inProgress(Duration.ZERO));
            return;
        } catch (IdempotencyException e) {
            sendOther(() -> answers.unavailable("The request was not recorded, and what it did in the database was"
                    + " rolled back. Send the same request with the same key again after the time in Retry-After."));
            return;
        }
        if (outcome instanceof Outcome.Executed) {
            sendRecorded(stored, answers.firstMarkers());
        } else if (outcome instanceof Outcome.Unknown && !isJoined()) {
            sendRecorded(stored, List.of(RECORDED_UNKNOWN));
        } else {
            sendOther(() -> OutcomeAnswers.write(outcome, answers));
        }
    }

    /** The answer of somebody else, or of the layer. */
    private interface Answer {
        void send() throws IOException;
    }

    private void sendOther(Answer answer) throws IOException {
        if (response.isStreaming() && !response.isClientGone()) {
            // half of an answer that is not the recorded one is out: break off, so that nobody takes it for whole
            throw new IOException("The answer that was being sent is not the one that is recorded for its key.");
        }
        if (!isClientGone()) {
            answer.send();
        }
    }

    private void sendRecorded(StoredResponse stored, List<HeaderField> more) throws IOException {
        if (response.error().isEmpty()) {
            sendOwn(more);
        } else if (!isClientGone()) {
            response.applyTo(response.target());
            answers.write(stored, more);
        }
    }

    private void sendOwn(List<HeaderField> more) throws IOException {
        if (!isClientGone()) {
            response.send(more);
        }
    }

    private boolean isClientGone() {
        return clientGone || response.isClientGone();
    }

    private StoredResponse recordable() {
        List<HeaderField> lines = response.lines();
        List<HeaderField> kept = new ArrayList<>(rules().headers().storable(lines));
        if (response.error().isPresent()) {
            StoredResponse document = answers.render(ErrorAnswers.reported(response.getStatus()));
            kept.removeIf(field -> document.header(field.name()).isPresent());
            kept.addAll(document.headers());
            return new StoredResponse(response.getStatus(), kept, document.body());
        }
        return new StoredResponse(response.getStatus(), kept, body(lines));
    }

    private StoredResponse.Body body(List<HeaderField> lines) {
        if (!rules().recordsBody(lines)) {
            return new StoredResponse.Omitted(StoredResponse.Reason.NOT_STORABLE);
        }
        if (response.isStreaming() && response.isEventStream()) {
            return new StoredResponse.Omitted(StoredResponse.Reason.STREAMED);
        }
        if (response.isOverLimit()) {
            return new StoredResponse.Omitted(StoredResponse.Reason.TOO_LARGE);
        }
        boolean bodiless = response.getStatus() == 204 || response.getStatus() == 304;
        return new StoredResponse.Recorded(bodiless ? Bytes.EMPTY : Bytes.wrap(response.body()));
    }
}
