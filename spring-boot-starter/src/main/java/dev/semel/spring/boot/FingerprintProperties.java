/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import dev.semel.http.RequestDigest;
import java.util.List;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What of a request must be the same in a retry, besides method, path, query, media type and body.
 *
 * @param decodeContent whether a gzip body is the same as its content, up to the largest request
 * @param headers header fields of the request that count, for example Accept; another value is refused with 422
 */
public record FingerprintProperties(
        @DefaultValue("false") boolean decodeContent, @DefaultValue({}) List<String> headers) {
    /**
     * Checks the names.
     *
     * @param decodeContent as above
     * @param headers as above
     * @throws IllegalArgumentException if one is no field name
     */
    public FingerprintProperties {
        headers = List.copyOf(headers);
        try {
            withHeaders(RequestDigest.exact(), headers);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("semel.http.fingerprint.headers: " + e.getMessage(), e);
        }
    }

    /** The exact one stands behind the others, for the records of before. */
    RequestDigest[] digests(long maxBytes) {
        RequestDigest exact = RequestDigest.exact();
        RequestDigest chosen = withHeaders(decodeContent ? exact.decodingContent(maxBytes) : exact, headers);
        return chosen.equals(exact) ? new RequestDigest[] {exact} : new RequestDigest[] {chosen, exact};
    }

    private static RequestDigest withHeaders(RequestDigest digest, List<String> headers) {
        return headers.isEmpty() ? digest : digest.withHeaders(headers.toArray(String[]::new));
    }
}
