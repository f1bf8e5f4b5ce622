-- KEYS: the record. ARGV: the fence, the result, 1 if replicas confirm.
local r, reply = presented()
if not r then
  return reply
end
if running(r) then
  local before = last(r)
  r.state = COMPLETED
  return save(r, before, 'r', ARGV[2])
end
if r.state == IN_PROGRESS then
  return { LOST }
end
if r.state == HELD or surely('HGET', KEYS[1], 'r') ~= ARGV[2] then
  return { REFUSED }
end
return ARGV[3] == '1' and again(encode(r)) or { APPLIED }
