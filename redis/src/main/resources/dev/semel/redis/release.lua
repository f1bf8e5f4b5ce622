-- KEYS: the record. ARGV: the fence.
local r, reply = presented()
if not r then
  return reply
end
if r.state ~= IN_PROGRESS then
  return { REFUSED }
end
if r.released then
  return { APPLIED }
end
local before = last(r)
r.released, r.begun = true, false
return save(r, before)
