/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client.spi;

import java.net.URI;
import java.util.List;

/**
 * One call of a caller, as an HTTP client knows it. The client under it must neither retry nor follow redirects by itself.
 *
 * @param <R> the HTTP client's response
 */
public interface Exchange<R> {
    /**
     * The method.
     *
     * @return in upper case
     */
    String method();

    /**
     * Where the caller sends it.
     *
     * @return an absolute address
     */
    URI target();

    /**
     * The lines of a header field that the caller has set.
     *
     * @param name a field name in any case
     * @return one element a line, empty if there is none
     */
    List<String> header(String name);

    /**
     * Whether the body can be sent again, the same bytes.
     *
     * @return false if a second attempt could send others, or none; then there is none
     */
    boolean isRepeatable();

    /**
     * Looks at a response.
     *
     * @param response one that {@code send} gave
     * @return what the rules need of it
     */
    AnswerView view(R response);

    /**
     * Frees a response that nobody will read. It must not throw.
     *
     * @param response one that {@code send} gave
     */
    void discard(R response);
}
