/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

import dev.semel.Fingerprint;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Digests a compressed body as its content. */
record DecodingDigest(RequestDigest digest, long maxBytes, int algorithm) implements RequestDigest {
    static final int VARIANT = 8;

    @Override
    public Fingerprint digest(RequestView request) throws IOException {
        return new Fingerprint(algorithm, digest.digest(decoded(request)).digest());
    }

    /**
     * What cannot be decoded stays as it was sent. Its encoding is digested with it, so that it equals no content.
     */
    private RequestView decoded(RequestView request) throws IOException {
        if (!(request.body() instanceof RequestView.Raw raw)) {
            return request;
        }
        String encoding = request.contentEncoding().strip().toLowerCase(Locale.ROOT);
        RequestView.Content sent = raw.content();
        if (encoding.equals("identity")) {
            return new Decoded(request, raw);
        }
        boolean gzip = encoding.equals("gzip") || encoding.equals("x-gzip");
        return gzip && GzipContent.isWhole(sent, maxBytes)
                ? new Decoded(request, new RequestView.Raw(() -> GzipContent.open(sent)))
                : request;
    }

    private record Decoded(RequestView request, Body body) implements RequestView {
        @Override
        public String method() {
            return request.method();
        }

        @Override
        public String path() {
            return request.path();
        }

        @Override
        public String query() {
            return request.query();
        }

        @Override
        public String contentType() {
            return request.contentType();
        }

        @Override
        public String contentEncoding() {
            return "";
        }

        @Override
        public List<String> headers(String name) {
            return request.headers(name);
        }
    }
}
