/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client.spi;

import java.io.IOException;
import java.util.List;

/** What the rules look at in a response. Used by one thread at a time. */
public interface AnswerView {
    /**
     * The status.
     *
     * @return 100 to 599
     */
    int status();

    /**
     * The lines of a header field.
     *
     * @param name a field name, in any case
     * @return one element a line, empty if there is none
     */
    List<String> header(String name);

    /**
     * Looks at the start of the body, without loss for whoever reads the response.
     *
     * @param limit how many bytes at most
     * @return what could be seen; empty if the client cannot look ahead
     * @throws IOException if the connection breaks meanwhile; it counts as no answer
     */
    byte[] peek(int limit) throws IOException;
}
