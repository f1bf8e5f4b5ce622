-- KEYS: the record. ARGV: the fence, the lease in microseconds from now on, 1 if an effect outside is about to begin.
local r, reply = presented()
if not r then
  return reply
end
if r.state ~= IN_PROGRESS then
  return { REFUSED }
end
if r.released then
  return { LOST }
end
local before = last(r)
r.lease = now + ARGV[2]
r.begun = r.begun or ARGV[3] == '1'
return save(r, before)
