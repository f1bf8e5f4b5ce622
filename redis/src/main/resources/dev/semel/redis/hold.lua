-- KEYS: the record. ARGV: the fence, 1 if replicas confirm.
local r, reply = presented()
if not r then
  return reply
end
if r.state == COMPLETED then
  return { REFUSED }
end
if r.released then
  return { LOST }
end
local before = last(r)
if r.state == HELD and ARGV[2] ~= '1' then
  return { APPLIED }
end
r.state, r.begun = HELD, true
return save(r, before)
