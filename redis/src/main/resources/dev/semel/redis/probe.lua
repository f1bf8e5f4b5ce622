-- Does once, on keys of its own, all that the scripts do, so that a missing permission shows at the start and never
-- between two writes. KEYS: a record, a fence.
redis.call('SET', KEYS[2], string.format('%.0f', now), 'GET')
redis.call('HSET', KEYS[1], 'h', '')
redis.call('HMGET', KEYS[1], 'h')
redis.call('HGET', KEYS[1], 'h')
redis.call('PEXPIREAT', KEYS[1], string.format('%.0f', now / 1000 + 1000))
redis.call('DEL', KEYS[1], KEYS[2])
return { APPLIED }
