/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import static dev.semel.spring.boot.SemelProperties.require;

import dev.semel.http.KeyFormat;
import dev.semel.http.KeyPlace;
import dev.semel.http.KeyPreset;
import dev.semel.http.KeyRequirement;
import dev.semel.http.KeyRules;
import dev.semel.http.KeyScope;
import dev.semel.http.KeySyntax;
import dev.semel.http.ReplayMarkers;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the key stands and how it is read.
 *
 * @param preset clients of which interface are served: stripe, paypal, adyen, square, google or aws; it is what the others
 *     default to
 * @param headerNames header fields that may carry it, by default Idempotency-Key; if a request has several, they must agree
 * @param sources all places that may carry it, in place of header-names: header:NAME, query:NAME, form:NAME or
 *     json:/POINTER; if a request has several, they must agree
 * @param requirement what becomes of a request without a key: required refuses it, optional executes it unprotected; refused
 *     refuses one with a key, for envelopes whose parts have their own
 * @param syntax how the value is read: dual, strict or opaque; by default dual
 * @param format what the key may look like: any, uuid or uuid_in_any_case; by default any
 * @param maxLength longest key in characters, 1 to 1024; by default 255
 * @param scope how far a key reaches: operation, or principal, where one key in two operations of a caller is refused with
 *     422; changing it forgets the records
 */
public record KeyProperties(
        @Nullable KeyPreset preset,
        @DefaultValue({}) List<String> headerNames,
        @DefaultValue({}) List<String> sources,
        @DefaultValue("required") KeyRequirement requirement,
        @Nullable KeySyntax syntax,
        @Nullable KeyFormat format,
        @Nullable Integer maxLength,
        @DefaultValue("operation") KeyScope scope) {
    /**
     * Checks the rules.
     *
     * @param preset as above
     * @param headerNames as above
     * @param sources as above
     * @param requirement as above
     * @param syntax as above
     * @param format as above
     * @param maxLength as above
     * @param scope as above
     * @throws IllegalArgumentException if one does not fit
     */
    public KeyProperties {
        headerNames = List.copyOf(headerNames);
        sources = List.copyOf(sources);
        require(
                headerNames.isEmpty() || sources.isEmpty(),
                "semel.http.key.sources is in place of semel.http.key.header-names; name the header fields there, too, as"
                        + " header:NAME, and leave header-names out");
        try {
            placed(preset, headerNames, sources, maxLength);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "semel.http.key.header-names, semel.http.key.sources or semel.http.key.max-length: "
                            + e.getMessage(),
                    e);
        }
    }

    private static KeyRules placed(
            @Nullable KeyPreset preset, List<String> headerNames, List<String> sources, @Nullable Integer maxLength) {
        KeyRules rules = preset == null ? KeyRules.standard() : preset.rules();
        if (!headerNames.isEmpty()) {
            rules = rules.withHeaderNames(headerNames.toArray(String[]::new));
        }
        if (!sources.isEmpty()) {
            rules = rules.withPlaces(sources.stream().map(KeyPlace::parse).toArray(KeyPlace[]::new));
        }
        return maxLength == null ? rules : rules.withMaxLength(maxLength);
    }

    KeyRules rules() {
        KeyRules rules = placed(preset, headerNames, sources, maxLength).withScope(scope);
        rules = syntax == null ? rules : rules.withSyntax(syntax);
        return format == null ? rules : rules.withFormat(format);
    }

    /** How replays are marked where nothing else is configured. */
    ReplayMarkers markers() {
        return preset == null ? ReplayMarkers.standard() : preset.markers();
    }
}
