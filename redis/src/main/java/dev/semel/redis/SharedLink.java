/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.api.async.RedisScriptingAsyncCommands;
import java.time.Duration;

/**
 * Sends all scripts over one connection that all threads share. A client that sends commands again after a reconnect, as
 * Lettuce does by default, does no harm here: a claim is recognised by its id, and the other scripts by their fence, be
 * they late or sent twice.
 */
final class SharedLink implements Link {
    private final Servers servers;
    private final RedisScriptingAsyncCommands<byte[], byte[]> commands;
    private final Duration timeout;

    SharedLink(Servers servers, Duration timeout) {
        this.servers = servers;
        this.commands = servers.commands();
        this.timeout = timeout;
    }

    @Override
    public Reply send(Request request) {
        if (!servers.isConnected()) {
            throw Failures.notSent(null);
        }
        Answers answers = Answers.within(timeout);
        try {
            try {
                return new Reply(request.cellId(), answers.of(request.byDigest(commands)));
            } catch (Answers.Failed e) {
                if (e.reason() instanceof RedisNoScriptException) {
                    return new Reply(request.cellId(), answers.of(request.inFull(commands)));
                }
                throw e;
            }
        } catch (Answers.Failed e) {
            throw Failures.of(request.verb(), e.reason());
        }
    }

    /** The connection is that of the {@link Servers}, who close it. */
    @Override
    public void close() {}
}
