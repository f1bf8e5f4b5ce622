-- KEYS: the record, the fence of its bucket.
-- ARGV: id of the claim, lease and retention in microseconds, 1 if held may be taken, 1 if replicas confirm, and the
-- accepted fingerprints, of which the first is stored.
local REFUSAL, GRANT = 0, 1
local FRESH, RELEASED, ABANDONED, INDETERMINATE = 0, 1, 2, 3
local FIRST = 6

local function accepted(fingerprint)
  local algorithm = string.byte(fingerprint)
  if algorithm == 0 or string.byte(ARGV[FIRST]) == 0 then
    return true
  end
  for i = FIRST, #ARGV do
    if string.byte(ARGV[i]) == algorithm then
      return ARGV[i] == fingerprint
    end
  end
  return false
end

local function claimable(r)
  if r.state == HELD then
    return ARGV[4] == '1'
  end
  return r.state == IN_PROGRESS and (r.released or r.lease <= now)
end

local function history(r)
  if r.released then
    return RELEASED
  end
  return (r.begun or r.state == HELD) and INDETERMINATE or ABANDONED
end

-- Above the bucket's last one and, whatever became of that, above the record's own and not below the clock: so that a
-- counter that was lost with its data does not begin again. The counter is replaced and read in one step.
local function next_fence(r)
  local least = now
  if r then
    least = math.max(now, struct.unpack('>I8', r.fence) + 1)
  end
  local before = redis.pcall('SET', KEYS[2], string.format('%.0f', least), 'GET')
  if type(before) == 'table' then
    return nil, failure(before)
  end
  before = before and tonumber(before)
  if before and before >= least then
    least = before + 1
    surely('SET', KEYS[2], string.format('%.0f', least))
  end
  return struct.pack('>I8', least)
end

local found = redis.pcall('HMGET', KEYS[1], 'h', 'f')
if found.err then
  return failure(found)
end
local header, fingerprint = found[1], found[2]
local r = header and decode(header)
if (header and not (r and fingerprint)) or (fingerprint and not header) then
  return { UNREADABLE }
end

local fresh = not r or last(r) <= now
if not fresh then
  local same = accepted(fingerprint)
  if same and running(r) and r.claim == ARGV[1] then
    return ARGV[5] == '1' and again(header) or { GRANT, header }
  end
  if not (same and claimable(r)) then
    if r.state ~= COMPLETED then
      return { REFUSAL, header, fingerprint, struct.pack('>I8', now) }
    end
    return ARGV[5] == '1' and again(header)
      or { REFUSAL, header, fingerprint, struct.pack('>I8', now), surely('HGET', KEYS[1], 'r') }
  end
end

local fence, failed = next_fence(r)
if failed then
  return failed
end
local grant = {
  state = IN_PROGRESS,
  history = fresh and FRESH or history(r),
  begun = not fresh and (r.begun or r.state == HELD),
  attempt = fresh and 1 or r.attempt + 1,
  fence = fence,
  lease = now + ARGV[2],
  expiry = now + ARGV[3],
  claim = ARGV[1],
}
header = encode(grant)
if fresh then
  if r then
    redis.call('DEL', KEYS[1])
  end
  redis.call('HSET', KEYS[1], 'h', header, 'f', ARGV[FIRST])
else
  redis.call('HSET', KEYS[1], 'h', header)
end
keep(grant)
return { GRANT, header }
