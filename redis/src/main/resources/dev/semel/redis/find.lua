-- KEYS: the record. ARGV: 1 if replicas confirm.
local RECORD, ABSENT = 0, 2

local found = redis.pcall('HMGET', KEYS[1], 'h', 'f', 'r')
if found.err then
  return failure(found)
end
local header, fingerprint, result = found[1], found[2], found[3]
local r = header and decode(header)
if not r and not fingerprint and not header then
  return { ABSENT }
end
if not r or not fingerprint then
  return { UNREADABLE }
end
if last(r) <= now then
  return { ABSENT }
end
-- what is replayed was seen by a replica
local failed = r.state == COMPLETED and ARGV[1] == '1' and again(header)
return failed or { RECORD, header, fingerprint, struct.pack('>I8', now), r.state == COMPLETED and result }
