/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client;

import dev.semel.client.SendReport.Origin;
import dev.semel.client.SendResult.FailureReason;
import dev.semel.client.SendResult.UnknownReason;
import dev.semel.client.Turn.Verdict;
import dev.semel.client.spi.AnswerView;
import dev.semel.client.spi.Attempt;
import dev.semel.client.spi.Exchange;
import dev.semel.http.HeaderField;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one call, from its first attempt to its result. It sends nothing and waits for nothing: the driver hands
 * in what happened and gets a {@link Turn}.
 *
 * <p>What it remembers above all is the <em>doubt</em>: whether some attempt may have taken effect. Doubt comes with an
 * attempt that got no answer, or one that does not tell, and stays until an answer settles it. A call that has to end
 * in doubt ends as unknown, whatever the last attempt looked like.
 *
 * <p>Used by one thread at a time.
 */
final class LogicalCall<R> {
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
    private static final Set<String> IDEMPOTENT = Set.of("PUT", "DELETE");
    private static final List<String> PRIVATE = List.of("Authorization", "Cookie");
    private static final int MOST_REDIRECTS = 5;

    private final SenderSettings settings;
    private final Exchange<R> exchange;
    private final CallKey key;
    private final Instant end;
    private final List<HeaderField> refreshed = new ArrayList<>();
    private URI target;
    private int redirects;
    private int attempts;
    private boolean inDoubt;
    private boolean askedForCredentials;
    private boolean waiting;
    private Origin origin = Origin.UNMARKED;

    LogicalCall(SenderSettings settings, Exchange<R> exchange, CallKey key) {
        this.settings = settings;
        this.exchange = exchange;
        this.key = key;
        this.target = exchange.target();
        this.inDoubt = key.mayHaveBeenSent() && !isSafe();
        this.end = key.end(settings.clock().instant(), settings.limits());
    }

    /** Whether the key is too old for even one attempt. */
    boolean isTooLate() {
        return !settings.clock().instant().isBefore(end);
    }

    Attempt next() {
        waiting = false;
        attempts++;
        origin = Origin.UNMARKED;
        List<HeaderField> fields = new ArrayList<>(key.fields());
        List<String> without = List.of();
        if (isAtHome(target)) {
            fields.addAll(refreshed);
        } else {
            without = PRIVATE;
        }
        Duration remaining = Duration.between(settings.clock().instant(), end);
        return new Attempt(attempts, target, fields, without, remaining.isNegative() ? Duration.ZERO : remaining);
    }

    Turn<R> answered(R response) {
        AnswerView answer = exchange.view(response);
        AnswerKind kind;
        try {
            kind = settings.table().kindOf(answer);
        } catch (IOException e) {
            exchange.discard(response);
            return failed(e);
        }
        origin = settings.table().isReplay(answer) ? Origin.REPLAYED : Origin.UNMARKED;
        try {
            return new Turn<>(this, verdict(kind, answer), response, null);
        } catch (RuntimeException e) {
            exchange.discard(response);
            throw e;
        }
    }

    Turn<R> failed(IOException cause) {
        boolean sent = !(cause instanceof ConnectException
                || cause instanceof HttpConnectTimeoutException
                || cause instanceof UnknownHostException
                || cause instanceof NoRouteToHostException);
        if (sent) {
            doubt();
        }
        if (Thread.currentThread().isInterrupted()) {
            return interrupted(cause);
        }
        Verdict otherwise = otherwise(FailureReason.NOT_SENT, UnknownReason.UNANSWERED);
        return new Turn<>(this, again(Optional.empty(), otherwise), null, cause);
    }

    /** The breaker, the bulkhead or the rate limiter said no. */
    Turn<R> refused(RuntimeException cause) {
        return new Turn<>(this, otherwise(FailureReason.NOT_SENT, UnknownReason.TURNED_AWAY), null, cause);
    }

    /** The thread was interrupted while it sent or waited. */
    Turn<R> interrupted(@Nullable Throwable cause) {
        return new Turn<>(this, otherwise(FailureReason.NOT_SENT, UnknownReason.INTERRUPTED), null, cause);
    }

    /** The thread was interrupted within an attempt. */
    Turn<R> interruptedInAttempt(InterruptedException cause) {
        doubt();
        return interrupted(cause);
    }

    boolean isWaiting() {
        return waiting;
    }

    /** Frees a response that nobody will see, since the request is sent again. */
    void beforeWait(@Nullable R response) {
        waiting = true;
        if (response != null) {
            exchange.discard(response);
        }
    }

    SendResult<R> result(Turn<R> last) {
        Verdict verdict = last.verdict() instanceof Verdict.Again again ? again.otherwise() : last.verdict();
        SendReport report = new SendReport(key.value(), attempts, origin);
        if (verdict instanceof Verdict.Done && last.response() != null) {
            return new SendResult.Success<>(last.response(), report);
        }
        if (verdict instanceof Verdict.Failed failed) {
            return new SendResult.DefinitiveFailure<>(failed.reason(), last.response(), last.cause(), report);
        }
        if (verdict instanceof Verdict.Unclear unclear) {
            return new SendResult.Unknown<>(unclear.reason(), last.response(), last.cause(), report);
        }
        throw new AssertionError(verdict);
    }

    SendResult<R> tooLate() {
        return result(new Turn<>(this, new Verdict.Unclear(UnknownReason.KEY_EXPIRED), null, null));
    }

    private Verdict verdict(AnswerKind kind, AnswerView answer) {
        return switch (kind) {
            case SUCCESS -> new Verdict.Done();
            case DEFINITIVE -> new Verdict.Failed(FailureReason.ANSWERED);
            case INDETERMINATE -> new Verdict.Unclear(UnknownReason.INDETERMINATE);
            case TURNED_AWAY -> answeredOr(UnknownReason.TURNED_AWAY);
            case UNAUTHORIZED -> unauthorized();
            case REDIRECT -> redirected(answer);
            case NOT_RUN -> again(retryAfter(answer), answeredOr(UnknownReason.TURNED_AWAY));
            case SERVER_ERROR -> {
                doubt();
                yield answeredOr(UnknownReason.SERVER_ERROR);
            }
            case IN_PROGRESS -> {
                doubt();
                yield again(retryAfter(answer), answeredOr(UnknownReason.IN_PROGRESS));
            }
            case UNCERTAIN -> {
                doubt();
                yield again(retryAfter(answer), answeredOr(UnknownReason.UNANSWERED));
            }
        };
    }

    /** Sends again if it is safe and there is time; else ends. A retry starts at the caller's address again. */
    private Verdict again(Optional<Duration> asked, Verdict otherwise) {
        if (!exchange.isRepeatable() || !(key.isSent() || IDEMPOTENT.contains(exchange.method()) || isSafe())) {
            return otherwise;
        }
        Duration wait =
                asked.orElseGet(() -> Duration.ofMillis(settings.backoff().apply(attempts)));
        if (!settings.clock().instant().plus(wait).isBefore(end)) {
            return otherwise;
        }
        target = exchange.target();
        redirects = 0;
        return new Verdict.Again(wait.toMillis(), otherwise);
    }

    private Verdict unauthorized() {
        Verdict otherwise = answeredOr(UnknownReason.TURNED_AWAY);
        if (askedForCredentials || !exchange.isRepeatable() || !isAtHome(target)) {
            return otherwise;
        }
        askedForCredentials = true;
        Optional<HeaderField> fresh = settings.credentials().refresh();
        fresh.ifPresent(refreshed::add);
        return fresh.isPresent() ? new Verdict.Again(0, otherwise) : otherwise;
    }

    private Verdict redirected(AnswerView answer) {
        Verdict otherwise = otherwise(FailureReason.REDIRECT_REFUSED, UnknownReason.TURNED_AWAY);
        Optional<URI> there = location(answer).filter(this::mayGo);
        if (there.isEmpty() || !exchange.isRepeatable() || redirects == MOST_REDIRECTS) {
            return otherwise;
        }
        redirects++;
        target = there.get();
        return new Verdict.Again(0, otherwise);
    }

    private Optional<URI> location(AnswerView answer) {
        List<String> lines = answer.header("Location");
        if (lines.size() != 1) {
            return Optional.empty();
        }
        try {
            return Optional.of(target.resolve(lines.get(0).strip()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private boolean mayGo(URI there) {
        return there.getScheme() != null
                && there.getRawAuthority() != null
                && (isAtHome(there) || settings.rules().redirectOrigins().contains(Origins.of(there)));
    }

    private boolean isAtHome(URI address) {
        return Origins.of(address).equals(Origins.of(exchange.target()));
    }

    private Optional<Duration> retryAfter(AnswerView answer) {
        return RetryAfter.of(
                answer, settings.clock().instant(), settings.limits().retryAfterCap());
    }

    private Verdict answeredOr(UnknownReason unknown) {
        return otherwise(FailureReason.ANSWERED, unknown);
    }

    private Verdict otherwise(FailureReason failure, UnknownReason unknown) {
        return inDoubt ? new Verdict.Unclear(unknown) : new Verdict.Failed(failure);
    }

    private void doubt() {
        inDoubt = !isSafe();
    }

    private boolean isSafe() {
        return SAFE.contains(exchange.method());
    }
}
