/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

import java.util.Objects;

/**
 * How a route is guarded over HTTP. What does not depend on HTTP (mode, lease, retention, waiting) stands in
 * {@link dev.semel.IdempotencyPolicy}.
 *
 * @param keys where the key stands and how it is read
 * @param requests which requests are guarded, and how two are told apart
 * @param responses what is recorded
 * @param answers what the layer itself answers
 */
public record HttpPolicy(KeyRules keys, RequestRules requests, ResponseRules responses, AnswerRules answers) {
    /**
     * Checks that the parts fit together.
     *
     * @param keys as above
     * @param requests as above
     * @param responses as above
     * @param answers as above
     * @throws IllegalArgumentException if requests execute without the store although they require a key, or if
     *     operations share keys and do not compare payloads
     */
    public HttpPolicy {
        Objects.requireNonNull(keys, "keys");
        Objects.requireNonNull(requests, "requests");
        Objects.requireNonNull(responses, "responses");
        Objects.requireNonNull(answers, "answers");
        if (answers.storeDown() == StoreDown.EXECUTE && requests.requirement() == KeyRequirement.REQUIRED) {
            throw new IllegalArgumentException(
                    "Only a route whose key is optional may execute while the store is away; this one requires it.");
        }
        if (keys.scope() == KeyScope.PRINCIPAL && requests.digests().isEmpty()) {
            throw new IllegalArgumentException("Operations that share keys must compare payloads; without a digest one"
                    + " would replay the answer of another.");
        }
    }

    /**
     * The defaults of each part; the key is required.
     *
     * @return the default policy
     */
    public static HttpPolicy standard() {
        return new HttpPolicy(
                KeyRules.standard(), RequestRules.standard(), ResponseRules.standard(), AnswerRules.standard());
    }

    /**
     * As {@link #standard()}, with an optional key.
     *
     * @return the policy
     */
    public static HttpPolicy optional() {
        return standard().withRequests(RequestRules.standard().withRequirement(KeyRequirement.OPTIONAL));
    }

    /**
     * This policy with other keys.
     *
     * @param keys where the key stands
     * @return a new policy
     */
    public HttpPolicy withKeys(KeyRules keys) {
        return new HttpPolicy(keys, requests, responses, answers);
    }

    /**
     * This policy for other requests.
     *
     * @param requests which requests are guarded
     * @return a new policy
     */
    public HttpPolicy withRequests(RequestRules requests) {
        return new HttpPolicy(keys, requests, responses, answers);
    }

    /**
     * This policy with other recording.
     *
     * @param responses what is recorded
     * @return a new policy
     */
    public HttpPolicy withResponses(ResponseRules responses) {
        return new HttpPolicy(keys, requests, responses, answers);
    }

    /**
     * This policy with other answers.
     *
     * @param answers what the layer itself answers
     * @return a new policy
     */
    public HttpPolicy withAnswers(AnswerRules answers) {
        return new HttpPolicy(keys, requests, responses, answers);
    }
}
