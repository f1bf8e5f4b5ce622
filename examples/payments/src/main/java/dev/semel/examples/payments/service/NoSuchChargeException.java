/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

/** The calling shop has no such charge; becomes a 404. */
final class NoSuchChargeException extends RuntimeException {

    NoSuchChargeException(String id) {
        super("No such charge: '" + id + "'");
    }
}
