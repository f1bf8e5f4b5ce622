/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;

/** Is told when asynchronous work is complete, however often it starts anew; completion follows whatever goes wrong. */
interface UntilComplete extends AsyncListener {
    @Override
    default void onTimeout(AsyncEvent event) {
        // completion follows
    }

    @Override
    default void onError(AsyncEvent event) {
        // completion follows
    }

    @Override
    default void onStartAsync(AsyncEvent event) {
        event.getAsyncContext().addListener(this);
    }
}
