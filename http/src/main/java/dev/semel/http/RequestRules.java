/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Which requests are guarded, and how two of them are told apart.
 *
 * @param requirement what becomes of a request without a key
 * @param methods the guarded methods, in upper case; others pass untouched
 * @param digests the algorithm of the fingerprint, then earlier ones that stored records may have; empty if payloads are
 *     not compared
 * @param limits how large bodies may be
 * @param firstSent what becomes of requests that tell when they were first sent; empty if the time is not looked at
 * @param earlyData what becomes of requests that came as TLS early data
 */
public record RequestRules(
        KeyRequirement requirement,
        Set<String> methods,
        List<RequestDigest> digests,
        BodyLimits limits,
        Optional<FirstSentRules> firstSent,
        EarlyData earlyData) {
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    /**
     * Checks and copies.
     *
     * @param requirement as above
     * @param methods as above
     * @param digests as above
     * @param limits as above
     * @param firstSent as above
     * @param earlyData as above
     * @throws IllegalArgumentException if a method is safe by definition, or two digests have the same number
     */
    public RequestRules {
        Objects.requireNonNull(requirement, "requirement");
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(firstSent, "firstSent");
        Objects.requireNonNull(earlyData, "earlyData");
        methods = Set.copyOf(methods);
        digests = List.copyOf(digests);
        if (methods.stream().anyMatch(SAFE::contains)) {
            throw new IllegalArgumentException("The methods " + SAFE + " are safe and are never guarded.");
        }
        long numbers =
                digests.stream().mapToInt(RequestDigest::algorithm).distinct().count();
        if (numbers != digests.size()) {
            throw new IllegalArgumentException("Two of the digests have the same algorithm number.");
        }
    }

    /**
     * Key required, POST and PATCH, exact fingerprint, standard limits, no look at first-sent times, early data
     * accepted.
     *
     * @return the default rules
     */
    public static RequestRules standard() {
        return new RequestRules(
                KeyRequirement.REQUIRED,
                Set.of("POST", "PATCH"),
                List.of(RequestDigest.exact()),
                BodyLimits.standard(),
                Optional.empty(),
                EarlyData.ACCEPT);
    }

    /**
     * These rules with another requirement.
     *
     * @param requirement what becomes of a request without a key
     * @return new rules
     */
    public RequestRules withRequirement(KeyRequirement requirement) {
        return new RequestRules(requirement, methods, digests, limits, firstSent, earlyData);
    }

    /**
     * These rules for other methods.
     *
     * @param methods all guarded methods, in place of the present ones
     * @return new rules
     */
    public RequestRules withMethods(String... methods) {
        return new RequestRules(requirement, Set.copyOf(Arrays.asList(methods)), digests, limits, firstSent, earlyData);
    }

    /**
     * These rules with other fingerprints. When changing the first, leave the one before it behind it until the records
     * of that time have expired.
     *
     * @param digests the algorithm to use, then earlier ones; none to compare nothing
     * @return new rules
     */
    public RequestRules withDigests(RequestDigest... digests) {
        return new RequestRules(requirement, methods, List.of(digests), limits, firstSent, earlyData);
    }

    /**
     * These rules with other limits.
     *
     * @param limits how large bodies may be
     * @return new rules
     */
    public RequestRules withLimits(BodyLimits limits) {
        return new RequestRules(requirement, methods, digests, limits, firstSent, earlyData);
    }

    /**
     * These rules with a look at the time when a request was first sent.
     *
     * @param firstSent what becomes of such requests
     * @return new rules
     */
    public RequestRules withFirstSent(FirstSentRules firstSent) {
        return new RequestRules(requirement, methods, digests, limits, Optional.of(firstSent), earlyData);
    }

    /**
     * These rules with another treatment of early data.
     *
     * @param earlyData what becomes of requests that came as TLS early data
     * @return new rules
     */
    public RequestRules withEarlyData(EarlyData earlyData) {
        return new RequestRules(requirement, methods, digests, limits, firstSent, earlyData);
    }

    /**
     * Tells why a request is refused before its key is looked at.
     *
     * @param request the request, whose body is not looked at
     * @return the problem; empty if the request may go on
     */
    public Optional<Problem> refusal(RequestView request) {
        return earlyData.refuses(request) ? Optional.of(Problem.of(ProblemType.TOO_EARLY)) : Optional.empty();
    }
}
