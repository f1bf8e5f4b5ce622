/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import static dev.semel.spring.boot.SemelProperties.require;

import dev.semel.http.Abandoned;
import dev.semel.http.AnswerRules;
import dev.semel.http.BodyLimits;
import dev.semel.http.EarlyData;
import dev.semel.http.FirstSentRules;
import dev.semel.http.HttpPolicy;
import dev.semel.http.ReplayMarkers;
import dev.semel.http.RequestRules;
import dev.semel.http.ResponseRules;
import dev.semel.http.ServerErrorRule;
import dev.semel.http.StoreDown;
import dev.semel.servlet.UnsupportedRoute;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How requests are guarded. One record has more than four parts because each is a property of its own.
 *
 * @param enabled whether requests are guarded at all
 * @param mode enforce, or observe: nothing is guarded over HTTP, and what would be is counted and logged
 * @param paths guarded paths besides handlers with @Idempotent, such as /orders/{id}/** or POST /orders
 * @param methods guarded HTTP methods; safe ones are never guarded
 * @param publicScope name of one scope for all callers who are not authenticated; they then share their keys
 * @param filterOrder order of the filter among servlet filters; after Spring Security's, which has -100
 * @param unsupported what becomes of a key on a route that is not guarded: ignore, or reject with 501
 * @param key where the key stands and how it is read
 * @param fingerprint what of a request must be the same in a retry, besides method, path, query, media type and body
 * @param firstSent whether requests are refused by the time at which they were first sent
 * @param earlyData what becomes of requests that came as TLS early data: accept, or reject with 425
 * @param body how large bodies may be
 * @param answer what is recorded and answered
 */
public record HttpProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("enforce") HttpMode mode,
        @DefaultValue({}) List<String> paths,
        @DefaultValue({"POST", "PATCH"}) Set<String> methods,
        @Nullable String publicScope,
        @DefaultValue("-50") int filterOrder,
        @DefaultValue("ignore") UnsupportedRoute unsupported,
        @NestedConfigurationProperty @DefaultValue KeyProperties key,
        @NestedConfigurationProperty @DefaultValue FingerprintProperties fingerprint,
        @DefaultValue FirstSent firstSent,
        @DefaultValue("accept") EarlyData earlyData,
        @DefaultValue Body body,
        @DefaultValue Answer answer) {
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    /**
     * Checks and copies.
     *
     * @param enabled as above
     * @param mode as above
     * @param paths as above
     * @param methods as above
     * @param publicScope as above
     * @param filterOrder as above
     * @param unsupported as above
     * @param key as above
     * @param fingerprint as above
     * @param firstSent as above
     * @param earlyData as above
     * @param body as above
     * @param answer as above
     * @throws IllegalArgumentException if a method is safe, or the scope's name is blank
     */
    public HttpProperties {
        paths = List.copyOf(paths);
        methods = methods.stream().map(each -> each.toUpperCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        require(
                methods.stream().noneMatch(SAFE::contains),
                "semel.http.methods must not name " + SAFE + ", which are safe and never guarded");
        require(publicScope == null || !publicScope.isBlank(), "semel.http.public-scope must not be blank");
    }

    HttpPolicy policy() {
        RequestRules requests = RequestRules.standard()
                .withMethods(methods.toArray(String[]::new))
                .withRequirement(key.requirement())
                .withLimits(body.limits())
                .withEarlyData(earlyData)
                .withDigests(fingerprint.digests(body.maxRequest().toBytes()));
        if (firstSent.enabled()) {
            requests = requests.withFirstSent(firstSent.rules());
        }
        return new HttpPolicy(
                key.rules(),
                requests,
                answer.responses(),
                answer.rules(key.markers().names()));
    }

    /**
     * Whether requests are refused by the time at which they were first sent.
     *
     * @param enabled whether the time is looked at; if so, an older request than the retention is refused with 412
     * @param headerName header field with the time, as an HTTP date
     * @param required whether a request with a key must have it
     * @param tolerance by how much clocks may differ; shorter than the retention, which it shortens
     */
    public record FirstSent(
            @DefaultValue("false") boolean enabled,
            @DefaultValue(FirstSentRules.STANDARD_HEADER) String headerName,
            @DefaultValue("false") boolean required,
            @DefaultValue("5m") Duration tolerance) {
        /**
         * Checks the rules.
         *
         * @param enabled as above
         * @param headerName as above
         * @param required as above
         * @param tolerance as above
         * @throws IllegalArgumentException if one does not fit
         */
        public FirstSent {
            try {
                new FirstSentRules(headerName, required, tolerance);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "semel.http.first-sent.header-name or semel.http.first-sent.tolerance: " + e.getMessage(), e);
            }
        }

        FirstSentRules rules() {
            return new FirstSentRules(headerName, required, tolerance);
        }
    }

    /**
     * How large bodies may be.
     *
     * @param memory request bodies up to this size are kept in memory, larger ones in a temporary file
     * @param maxRequest larger request bodies are refused with 413
     * @param maxRecorded larger response bodies are sent but not recorded
     * @param maxHeld larger response bodies are answered in joined mode with 500 and a rollback, instead of being held until
     *     the commit
     */
    public record Body(
            @DefaultValue("256KB") DataSize memory,
            @DefaultValue("16MB") DataSize maxRequest,
            @DefaultValue("256KB") DataSize maxRecorded,
            @DefaultValue("64MB") DataSize maxHeld) {
        /**
         * Checks the sizes.
         *
         * @param memory as above
         * @param maxRequest as above
         * @param maxRecorded as above
         * @param maxHeld as above
         * @throws IllegalArgumentException if one is negative, too large, or the largest request is below memory
         */
        public Body {
            require(isInt(memory), "semel.http.body.memory must be from 0 to 2147483647B");
            require(isInt(maxRecorded), "semel.http.body.max-recorded must be from 0 to 2147483647B");
            require(!maxHeld.isNegative(), "semel.http.body.max-held must not be negative");
            require(
                    maxRequest.compareTo(memory) >= 0,
                    "semel.http.body.max-request must not be below semel.http.body.memory");
        }

        BodyLimits limits() {
            return new BodyLimits(
                    (int) memory.toBytes(), maxRequest.toBytes(), (int) maxRecorded.toBytes(), maxHeld.toBytes());
        }

        private static boolean isInt(DataSize size) {
            return size.toBytes() >= 0 && size.toBytes() <= Integer.MAX_VALUE;
        }
    }

    /**
     * What is recorded and answered.
     *
     * @param markers header fields that tell a replay; by default Idempotency-Replayed, or that of the preset of keys
     * @param markFirst what first executions carry: unmarked, or marked_false
     * @param mismatchStatus status for another payload under the same key: 422, 400 or 409
     * @param serverErrors what a 5xx or an exception means for the key: by_mode, release, store or quarantine
     * @param storeDown what becomes of requests while the store is away: refuse, or execute where the key is optional
     * @param abandoned what becomes of a key after a crash in leased mode: rerun or quarantine
     * @param expiresHeader header field in which recorded answers tell when they expire, such as Idempotency-Expires; it
     *     costs one read at the store; empty for none
     */
    public record Answer(
            @Nullable List<String> markers,
            @DefaultValue("unmarked") ReplayMarkers.FirstExecution markFirst,
            @DefaultValue("422") int mismatchStatus,
            @DefaultValue("by_mode") ServerErrorRule serverErrors,
            @DefaultValue("refuse") StoreDown storeDown,
            @DefaultValue("rerun") Abandoned abandoned,
            @DefaultValue("") String expiresHeader) {
        /**
         * Checks the rules.
         *
         * @param markers as above
         * @param markFirst as above
         * @param mismatchStatus as above
         * @param serverErrors as above
         * @param storeDown as above
         * @param abandoned as above
         * @param expiresHeader as above
         * @throws IllegalArgumentException if one does not fit
         */
        public Answer {
            markers = markers == null ? null : List.copyOf(markers);
            try {
                List<String> names = markers == null ? List.of() : markers;
                rules(new ReplayMarkers(names, markFirst), mismatchStatus, expiresHeader);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "semel.http.answer.markers, semel.http.answer.mismatch-status or"
                                + " semel.http.answer.expires-header: " + e.getMessage(),
                        e);
            }
        }

        AnswerRules rules(List<String> otherwise) {
            List<String> names = markers == null ? otherwise : markers;
            return rules(new ReplayMarkers(names, markFirst), mismatchStatus, expiresHeader)
                    .withStoreDown(storeDown)
                    .withAbandoned(abandoned);
        }

        private static AnswerRules rules(ReplayMarkers markers, int mismatchStatus, String expiresHeader) {
            AnswerRules rules = AnswerRules.standard().withMarkers(markers).withMismatchStatus(mismatchStatus);
            return expiresHeader.isEmpty() ? rules : rules.withExpiresHeader(expiresHeader);
        }

        ResponseRules responses() {
            return ResponseRules.standard().withServerErrors(serverErrors);
        }
    }
}
