/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import dev.semel.http.RequestView;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A form whose bytes are gone, because a filter outside has asked for its parameters, or has read them in place of the
 * server. The handler gets what it would get without the layer: the parameters, and a body that is empty.
 *
 * <p>What is fingerprinted is the parameters in their order, encoded as browsers do. Where the client encodes in another
 * way, that is another fingerprint than that of the bytes.
 */
final class TakenForm {
    private TakenForm() {}

    static boolean isForm(HttpServletRequest request) {
        String type = request.getContentType();
        return type != null && type.split(";", 2)[0].strip().equalsIgnoreCase("application/x-www-form-urlencoded");
    }

    /** Nothing if all parameters are those of the query: then the body is empty, or nobody knows it. */
    static Optional<RequestBody> of(HttpServletRequest request) throws IOException {
        if (!isForm(request)) {
            return Optional.empty();
        }
        String query = request.getQueryString();
        String form = FormParameters.encodedWithout(query == null ? "" : query, request.getParameterMap());
        byte[] bytes = form.getBytes(StandardCharsets.US_ASCII);
        return form.isEmpty()
                ? Optional.empty()
                : Optional.of(new RequestBody(null, new RequestView.Raw(() -> new ByteArrayInputStream(bytes))));
    }

    /** Without its body a request cannot be told from another one. */
    static IllegalStateException unknown() {
        return new IllegalStateException(
                "A filter in front of Semel's has read the body of this request, which so cannot be compared with"
                        + " others of the same key; nothing was executed. Order Semel's filter before that one, or let"
                        + " that one hand on a request whose getInputStream() gives the body again.");
    }
}
