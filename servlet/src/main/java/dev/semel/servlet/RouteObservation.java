/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

/**
 * What an {@link ObservingFilter} saw on one route of this process, in numbers of requests.
 *
 * @param route its name, such as {@code POST /orders}
 * @param requests all that might change something
 * @param withoutKey those without a key
 * @param invalidKeys those with a key that would be refused with 400
 * @param replays those that repeated an earlier one and would have been given its answer
 * @param conflicts those that repeated one still running and would have been refused with 409
 * @param mismatches those that used the key of another payload and would have been refused with 422
 * @param duplicatesWithoutKey those without a key that were the same as another of the same caller shortly before;
 *     a guess, since two equal requests may both be meant
 */
public record RouteObservation(
        String route,
        long requests,
        long withoutKey,
        long invalidKeys,
        long replays,
        long conflicts,
        long mismatches,
        long duplicatesWithoutKey) {
    /**
     * How many requests took effect again.
     *
     * @return those that a layer would have kept from it, the guessed ones included
     */
    public long repeated() {
        return replays + conflicts + duplicatesWithoutKey;
    }
}
