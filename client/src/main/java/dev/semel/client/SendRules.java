/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client;

import dev.semel.http.HeaderField;
import dev.semel.http.ReplayMarkers;
import java.net.URI;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Which requests get a key, and what a target's answers mean. Method names are in upper case.
 *
 * @param keyedMethods the methods whose requests get a key, besides those whose call is given one
 * @param internalErrors what a 500 without a replay marker means
 * @param directives header fields by which the server says whether to retry, above what the status says
 * @param markers header fields that mark a replay
 * @param redirectOrigins origins besides the request's own to which a 307 or 308 may lead, each as scheme, host and port
 */
public record SendRules(
        Set<String> keyedMethods,
        InternalErrors internalErrors,
        List<String> directives,
        List<String> markers,
        Set<URI> redirectOrigins) {

    /** What a 500 means that is not the replay of a recorded one. */
    public enum InternalErrors {
        /** The request may have taken effect; the call ends as unknown. The default. */
        UNKNOWN,
        /** As 502: sent again with the same key. For servers that release the key, or replay the error. */
        RETRY,
        /** Nothing took effect. For servers that roll back. */
        DEFINITIVE
    }

    /**
     * Checks and copies.
     *
     * @param keyedMethods as above
     * @param internalErrors as above
     * @param directives as above
     * @param markers as above
     * @param redirectOrigins as above
     * @throws IllegalArgumentException if a field name is none, or an origin has no scheme or host
     */
    public SendRules {
        keyedMethods = Set.copyOf(keyedMethods);
        Objects.requireNonNull(internalErrors, "internalErrors");
        directives = List.copyOf(directives);
        markers = List.copyOf(markers);
        directives.forEach(name -> new HeaderField(name, ""));
        markers.forEach(name -> new HeaderField(name, ""));
        Set<URI> origins = new HashSet<>();
        redirectOrigins.forEach(each -> origins.add(Origins.of(each)));
        redirectOrigins = Set.copyOf(origins);
    }

    /**
     * POST and PATCH; a 500 is unknown; no directives; both spellings of the replay marker; no other origin.
     *
     * @return the default rules
     */
    public static SendRules standard() {
        return new SendRules(
                Set.of("POST", "PATCH"),
                InternalErrors.UNKNOWN,
                List.of(),
                List.of(ReplayMarkers.STANDARD, ReplayMarkers.STRIPE),
                Set.of());
    }

    /**
     * The default rules with {@code Stripe-Should-Retry}.
     *
     * @return rules for Stripe
     */
    public static SendRules stripe() {
        return standard().withDirectives("Stripe-Should-Retry");
    }

    /**
     * The default rules with {@code transient-error}.
     *
     * @return rules for Adyen
     */
    public static SendRules adyen() {
        return standard().withDirectives("transient-error");
    }

    /**
     * These rules for other methods.
     *
     * @param methods all methods whose requests get a key
     * @return new rules
     */
    public SendRules withKeyedMethods(String... methods) {
        return new SendRules(Set.of(methods), internalErrors, directives, markers, redirectOrigins);
    }

    /**
     * These rules with another meaning of 500.
     *
     * @param meaning what a 500 without a replay marker means
     * @return new rules
     */
    public SendRules withInternalErrors(InternalErrors meaning) {
        return new SendRules(keyedMethods, meaning, directives, markers, redirectOrigins);
    }

    /**
     * These rules with other directives: fields whose value is {@code true} (send again) or {@code false} (do not).
     *
     * @param names all names, in place of the present ones
     * @return new rules
     */
    public SendRules withDirectives(String... names) {
        return new SendRules(keyedMethods, internalErrors, List.of(names), markers, redirectOrigins);
    }

    /**
     * These rules with other markers.
     *
     * @param names all names, in place of the present ones
     * @return new rules
     */
    public SendRules withMarkers(String... names) {
        return new SendRules(keyedMethods, internalErrors, directives, List.of(names), redirectOrigins);
    }

    /**
     * These rules with redirects to other origins. The key goes there too; {@code Authorization} and {@code Cookie} do not.
     *
     * @param origins all allowed origins, for example {@code https://eu.example.com}
     * @return new rules
     */
    public SendRules withRedirectsTo(URI... origins) {
        return new SendRules(keyedMethods, internalErrors, directives, markers, new HashSet<>(Arrays.asList(origins)));
    }
}
