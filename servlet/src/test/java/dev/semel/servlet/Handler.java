/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** What the service does at a path. */
@FunctionalInterface
interface Handler {
    void handle(HttpServletRequest request, HttpServletResponse response) throws Exception;
}
