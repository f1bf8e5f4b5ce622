-- What all scripts share; it stands before each of them.
-- A record is one hash: h the header, f the fingerprint, r the result once there is one. The header, big-endian: version,
-- state, history of the last grant, bits (1: an effect outside has begun, 2: released), attempt, fence, end of the lease,
-- expiry, id of the claim. Times are microseconds of this server's clock.
local VERSION, FORM, LENGTH = 1, '>BBBBI4c8I8I8c16', 48
local IN_PROGRESS, COMPLETED, HELD = 0, 1, 2
local UNREADABLE, LOST, APPLIED, REFUSED = -1, 0, 1, 2

local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]

-- An error of this server as an error reply that begins with its code; servers before 7 put the script's line first.
local function failure(reply)
  return { err = string.match(reply.err, '%u%u%u+ .+') or reply.err }
end

-- For what comes after a write, or once a record is known: a failure then is no refusal that leaves all as it was, and does
-- not begin with the code of one.
local function surely(...)
  local reply = redis.pcall(...)
  if type(reply) == 'table' and reply.err then
    error('UNSURE ' .. reply.err)
  end
  return reply
end

-- Writes what is there once more, because WAIT looks no further back than to the connection's last write. Nothing, or
-- the reply if it fails: there is a record all the same.
local function again(header)
  local done = redis.pcall('HSET', KEYS[1], 'h', header)
  if type(done) == 'table' then
    return { err = 'UNSURE ' .. done.err }
  end
end

local function decode(header)
  if #header ~= LENGTH or string.byte(header) ~= VERSION then
    return nil
  end
  local r, _, bits = {}, nil, nil
  _, r.state, r.history, bits, r.attempt, r.fence, r.lease, r.expiry, r.claim = struct.unpack(FORM, header)
  r.begun, r.released = bits % 2 == 1, bits > 1
  return r
end

local function encode(r)
  local bits = (r.begun and 1 or 0) + (r.released and 2 or 0)
  return struct.pack(FORM, VERSION, r.state, r.history, bits, r.attempt, r.fence, r.lease, r.expiry, r.claim)
end

local function running(r)
  return r.state == IN_PROGRESS and not r.released
end

-- When the server itself may drop it: never under a live lease, however long it is renewed.
local function last(r)
  return running(r) and r.lease > r.expiry and r.lease or r.expiry
end

local function keep(r)
  surely('PEXPIREAT', KEYS[1], string.format('%.0f', math.ceil(last(r) / 1000)))
end

-- The record, if the fence of the first argument is its own; else nil and the reply. Fences are compared as bytes.
local function presented()
  local header = redis.pcall('HGET', KEYS[1], 'h')
  if type(header) == 'table' then
    return nil, failure(header)
  end
  local r = header and decode(header)
  if header and not r then
    return nil, { UNREADABLE }
  end
  if not r or r.fence ~= ARGV[1] or last(r) <= now then
    return nil, { LOST }
  end
  return r
end

-- Writes the header, and a result if there is one.
local function save(r, before, ...)
  local done = redis.pcall('HSET', KEYS[1], 'h', encode(r), ...)
  if type(done) == 'table' then
    return failure(done)
  end
  if last(r) ~= before then
    keep(r)
  end
  return { APPLIED }
end

