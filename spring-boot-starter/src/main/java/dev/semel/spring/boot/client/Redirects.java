/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot.client;

import dev.semel.spring.IdempotencySetupException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;

/** Checks that the clients which Spring Boot makes leave redirects to the sender, which looks where they lead. */
final class Redirects {
    private Redirects() {}

    static void requireOurs(ObjectProvider<HttpClientSettings> settings) {
        HttpClientSettings known = settings.getIfAvailable();
        if (known == null || known.redirects() != HttpRedirects.DONT_FOLLOW) {
            throw new IdempotencySetupException(
                    "semel.client.enabled=true, and the HTTP clients that Spring Boot makes follow redirects by"
                            + " themselves: they would take request and key to whatever address they are told.",
                    "Set spring.http.clients.redirects=dont-follow. A 307 or 308 within the origin, or to one of"
                            + " semel.client.default.answers.redirect-origins, is still followed, by the sender.");
        }
    }
}
