/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client;

import dev.semel.http.HeaderField;
import java.util.Optional;

/** Gets new credentials when a server answers 401. Called by many threads; it may block. */
@FunctionalInterface
public interface Credentials {
    /**
     * Refreshes the credentials. It is called once per call at most; the request is then sent again with the same key.
     *
     * @return the field to send in place of the present one, for example {@code Authorization}; empty if there is none
     */
    Optional<HeaderField> refresh();
}
