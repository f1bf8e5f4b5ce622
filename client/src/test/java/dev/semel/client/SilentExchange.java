/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client;

import dev.semel.client.spi.AnswerView;
import dev.semel.client.spi.AsyncExchange;
import dev.semel.client.spi.Attempt;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A POST by a client that is broken. */
final class SilentExchange implements AsyncExchange<String> {
    @Override
    public CompletionStage<String> sendAsync(Attempt attempt) {
        throw new IllegalStateException("broken");
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public URI target() {
        return URI.create("http://localhost/");
    }

    @Override
    public List<String> header(String name) {
        return List.of();
    }

    @Override
    public boolean isRepeatable() {
        return true;
    }

    @Override
    public AnswerView view(String response) {
        throw new AssertionError("there is no response");
    }

    @Override
    public void discard(String response) {
        throw new AssertionError("there is no response");
    }
}
