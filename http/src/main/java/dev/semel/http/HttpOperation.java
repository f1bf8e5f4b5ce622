/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

import dev.semel.Bytes;
import dev.semel.Fingerprint;
import dev.semel.IdempotencyPolicy;
import dev.semel.Mode;
import dev.semel.Operation;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * A guarded route. Built once and used for every request; safe for use by many threads.
 *
 * @param operation its name, usually method and route template such as {@code POST /payments/{id}/refunds}, its guard and
 *     its reconciler; two routes with one name share their keys
 * @param policy how it is guarded over HTTP
 */
public record HttpOperation(Operation<StoredResponse> operation, HttpPolicy policy) {
    /** No route has this name: it is neither a method with a path nor what somebody would call an operation. */
    private static final String SHARED = "http:*";

    /**
     * Checks that the parts fit together.
     *
     * @param operation as above
     * @param policy as above
     * @throws IllegalArgumentException if crashes are quarantined in joined mode, where a crash rolls back, or if the
     *     tolerance of first-sent times is not shorter than the retention
     */
    public HttpOperation {
        Objects.requireNonNull(operation, "operation");
        Objects.requireNonNull(policy, "policy");
        if (policy.answers().abandoned() == Abandoned.QUARANTINE
                && operation.policy().mode() == Mode.JOINED) {
            throw new IllegalArgumentException(
                    "In joined mode a crash rolls everything back and there is nothing to quarantine.");
        }
        policy.requests().firstSent().ifPresent(rules -> {
            if (rules.tolerance().compareTo(operation.policy().retention()) >= 0) {
                throw new IllegalArgumentException("The tolerance of first-sent times (" + rules.tolerance()
                        + ") must be shorter than the retention ("
                        + operation.policy().retention() + ") of " + operation.name() + ".");
            }
        });
    }

    /**
     * A route that holds unknown outcomes until somebody resolves them.
     *
     * @param name its stable name
     * @param guard mode, lease, retention and waiting; its failure rules are not used, see {@link ResponseRules}
     * @param policy how it is guarded over HTTP
     * @return the operation
     */
    public static HttpOperation of(String name, IdempotencyPolicy guard, HttpPolicy policy) {
        return new HttpOperation(Operation.of(name, guard, StoredResponseCodec.INSTANCE), policy);
    }

    /**
     * The mode of the operation.
     *
     * @return what commits together
     */
    public Mode mode() {
        return operation.policy().mode();
    }

    /**
     * The operation under whose name the records lie.
     *
     * @return {@link #operation()}; if operations share their keys, the same under the name that they share
     */
    public Operation<StoredResponse> recordedAs() {
        return isShared()
                ? new Operation<>(SHARED, operation.policy(), operation.codec(), operation.reconciler())
                : operation;
    }

    /**
     * Tells why a request is refused for the time at which its client says that it sent it first.
     *
     * @param fieldLines gives the raw lines of a header field, as for {@link KeyRules#read}
     * @param now this node's time
     * @return the problem; empty if the request may go on, or if such times are not looked at
     */
    public Optional<Problem> refusalByAge(Function<String, List<String>> fieldLines, Instant now) {
        return policy.requests()
                .firstSent()
                .flatMap(rules -> rules.refusal(
                        fieldLines.apply(rules.headerName()),
                        now,
                        operation.policy().retention()));
    }

    /**
     * Digests a request by the algorithms of the policy.
     *
     * @param request the request, whose body may be opened any number of times
     * @return one or more fingerprints, the present algorithm first; {@link Fingerprint#NONE} if payloads are not compared
     * @throws IOException if the body cannot be read
     */
    public List<Fingerprint> fingerprints(RequestView request) throws IOException {
        List<Fingerprint> fingerprints = new ArrayList<>();
        for (RequestDigest digest : policy.requests().digests()) {
            Fingerprint own = digest.digest(request);
            fingerprints.add(isShared() ? bound(own) : own);
        }
        return fingerprints.isEmpty() ? List.of(Fingerprint.NONE) : fingerprints;
    }

    /** A digest of one's own need not look at the path, and an answer must never be replayed on another route. */
    private Fingerprint bound(Fingerprint own) {
        byte[] value = new Sha256()
                .text(operation.name())
                .bytes(own.digest().toArray())
                .value();
        return new Fingerprint(own.algorithm(), Bytes.wrap(value));
    }

    private boolean isShared() {
        return policy.keys().scope() == KeyScope.PRINCIPAL;
    }
}
