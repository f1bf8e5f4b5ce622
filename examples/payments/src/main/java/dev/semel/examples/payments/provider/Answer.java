/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.provider;

/**
 * What one request is answered with.
 *
 * @param status the HTTP status
 * @param body written as JSON
 */
record Answer(int status, Object body) {

    static Answer problem(int status, String title, String detail) {
        return new Answer(status, new Problem("about:blank", title, status, detail));
    }

    String contentType() {
        return body instanceof Problem ? "application/problem+json" : "application/json";
    }

    /** Problem details of RFC 9457. */
    record Problem(String type, String title, int status, String detail) {}
}
