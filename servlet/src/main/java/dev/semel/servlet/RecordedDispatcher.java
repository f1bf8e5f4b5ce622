/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;

/** Forwards and includes without letting the server end the response; see {@link HandlerResponse}. */
record RecordedDispatcher(RequestDispatcher real, HandlerResponse handler) implements RequestDispatcher {
    @Override
    public void forward(ServletRequest request, ServletResponse response) throws ServletException, IOException {
        boolean before = handler.forwarding(true);
        try {
            real.forward(request, response);
        } finally {
            handler.forwarding(before);
        }
    }

    @Override
    public void include(ServletRequest request, ServletResponse response) throws ServletException, IOException {
        boolean before = handler.forwarding(false);
        try {
            real.include(request, response);
        } finally {
            handler.forwarding(before);
        }
    }
}
