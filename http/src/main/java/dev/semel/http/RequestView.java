/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** What a {@link RequestDigest} sees of a request. */
public interface RequestView {
    /**
     * The method.
     *
     * @return in upper case
     */
    String method();

    /**
     * The path as sent.
     *
     * @return not decoded
     */
    String path();

    /**
     * The query as sent.
     *
     * @return not decoded; empty if there is none
     */
    String query();

    /**
     * The field {@code Content-Type}.
     *
     * @return as sent; empty if there is none
     */
    String contentType();

    /**
     * The field {@code Content-Encoding}.
     *
     * @return as sent; empty if there is none
     */
    String contentEncoding();

    /**
     * Any header field.
     *
     * @param name its name in any case
     * @return the values as sent, one a line; empty if there is none
     */
    List<String> headers(String name);

    /**
     * The body.
     *
     * @return the whole body, or its parts
     */
    Body body();

    /**
     * The boundary of a form with files, for adapters whose server separates parts.
     *
     * @param contentType the field {@code Content-Type}
     * @return the boundary; empty if this is no {@code multipart/form-data}, or one without a boundary
     */
    static String formBoundary(String contentType) {
        MediaType type = MediaType.of(contentType);
        return type.isForm() ? type.boundary() : "";
    }

    /** The body of a request. */
    sealed interface Body {}

    /**
     * A body as it was sent; a missing one is empty.
     *
     * @param content its bytes
     */
    record Raw(Content content) implements Body {}

    /**
     * A form whose parts the server has already separated.
     *
     * @param parts the parts in their order
     */
    record Parts(List<Part> parts) implements Body {
        /**
         * Copies.
         *
         * @param parts as above
         */
        public Parts {
            parts = List.copyOf(parts);
        }
    }

    /**
     * A part of a form.
     *
     * @param headers its header lines
     * @param content its bytes
     */
    record Part(List<HeaderField> headers, Content content) {
        /**
         * Copies.
         *
         * @param headers as above
         * @param content as above
         */
        public Part {
            headers = List.copyOf(headers);
        }
    }

    /** Bytes that can be read more than once. */
    @FunctionalInterface
    interface Content {
        /**
         * Opens the bytes at the first one.
         *
         * @return a new stream, to be closed by the caller
         * @throws IOException if they cannot be read
         */
        InputStream open() throws IOException;
    }
}
