/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import dev.semel.http.Problem;

/**
 * What is recorded where the server would render an error page after the handler: the page is made when the record must
 * be durable already, and differs from request to request. So these documents are recorded, and given at once too where
 * the handler has only called {@code sendError}.
 */
final class ErrorAnswers {
    private ErrorAnswers() {}

    static Problem thrown() {
        return Problem.plain(
                500,
                phrase(500),
                "The first request with this key ended with an error, perhaps after some of its work was done. It is not"
                        + " run again under this key.");
    }

    static Problem overflowed() {
        return Problem.plain(
                500,
                phrase(500),
                "The answer is larger than this operation may give. What it did in the database was rolled back.");
    }

    static Problem reported(int status) {
        return Problem.plain(status, phrase(status), "The request was refused with status " + status + ".");
    }

    private static String phrase(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 402 -> "Payment Required";
            case 404 -> "Not Found";
            case 410 -> "Gone";
            case 422 -> "Unprocessable Content";
            case 451 -> "Unavailable For Legal Reasons";
            case 500 -> "Internal Server Error";
            case 502 -> "Bad Gateway";
            case 504 -> "Gateway Timeout";
            default -> status < 500 ? "Client Error" : "Server Error";
        };
    }
}
