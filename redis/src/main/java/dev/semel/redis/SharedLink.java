/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import io.lettuce.core.RedisException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.api.async.BaseRedisAsyncCommands;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends all scripts over one connection that all threads share. A client that sends commands again after a reconnect, as
 * Lettuce does by default, does no harm here: a claim is recognised by its id, and the other scripts by their fence, be
 * they late or sent twice.
 */
final class SharedLink implements Link {
    private final Servers servers;
    private final BaseRedisAsyncCommands<byte[], byte[]> commands;
    private final Duration timeout;

    SharedLink(Servers servers, Duration timeout) {
        this.servers = servers;
        this.commands = servers.commands();
        this.timeout = timeout;
    }

    @Override
    public Reply send(Request request) {
        if (!servers.isConnected(request.firstKey())) {
            throw Failures.notSent(null);
        }
        Sendings sendings = new Sendings(request);
        try {
            return Reply.to(request, answer(sendings));
        } catch (Answers.Failed e) {
            throw Failures.of(sendings, e.reason());
        } catch (RedisException e) {
            throw Failures.of(sendings, e);
        }
    }

    private @Nullable List<@Nullable Object> answer(Sendings sendings) throws Answers.Failed {
        Answers answers = Answers.within(timeout);
        try {
            return answers.of(sendings.byDigest(commands));
        } catch (Answers.Failed e) {
            if (e.reason() instanceof RedisNoScriptException) {
                return answers.of(sendings.inFull(commands));
            }
            throw e;
        }
    }

    /** The connection is that of the {@link Servers}, who close it. */
    @Override
    public void close() {}
}
