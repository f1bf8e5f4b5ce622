/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import dev.semel.http.RequestView;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A body that was read whole.
 *
 * @param spooled its bytes; null if the server has them no more, but their parts or parameters
 * @param view what a digest sees of it
 */
record RequestBody(@Nullable SpooledBody spooled, RequestView.Body view) implements AutoCloseable {
    @Override
    public void close() throws IOException {
        if (spooled != null) {
            spooled.close();
        }
    }
}
