/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.provider;

/** A request that the provider answers with a problem and without any effect. */
final class RefusedException extends RuntimeException {

    private final int status;
    private final String detail;

    RefusedException(int status, String detail) {
        super(detail);
        this.status = status;
        this.detail = detail;
    }

    int status() {
        return status;
    }

    String detail() {
        return detail;
    }
}
