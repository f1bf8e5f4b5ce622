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
if r.state == HELD then
  return ARGV[2] == '1' and again(encode(r)) or { APPLIED }
end
local before = last(r)
r.state, r.begun = HELD, true
return save(r, before)
