/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import io.lettuce.core.ScriptOutputType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * Ages all records of a namespace, which to them is as if time had passed: also to the server's own expiry, unless that
 * is switched off to see that the scripts do without.
 *
 * @param servers the masters
 * @param namespace whose records
 * @param natively whether the server drops what has expired
 */
record Ageing(List<RedisProcess> servers, String namespace, boolean natively) {
    private static final String SCRIPT = record()
            + """
            for _, key in ipairs(redis.call('KEYS', ARGV[1])) do
              if redis.call('TYPE', key).ok == 'hash' then
                local r = decode(redis.call('HGET', key, 'h'))
                r.lease, r.expiry = r.lease - ARGV[2], r.expiry - ARGV[2]
                redis.call('HSET', key, 'h', encode(r))
                if ARGV[3] == '1' then
                  redis.call('PEXPIREAT', key, string.format('%.0f', math.ceil(last(r) / 1000)))
                else
                  redis.call('PERSIST', key)
                end
              end
            end
            return 1""";

    void letPass(Duration time) {
        for (RedisProcess server : servers) {
            server.ask(commands -> commands.eval(
                    SCRIPT,
                    ScriptOutputType.INTEGER,
                    new String[0],
                    "{" + namespace + ":*",
                    Long.toString(time.toNanos() / 1000),
                    natively ? "1" : "0"));
        }
    }

    private static String record() {
        String text = new String(Script.FIND.plain().text(), StandardCharsets.UTF_8);
        return text.substring(0, text.indexOf("-- KEYS: the record."));
    }
}
