-- KEYS: the record. ARGV: the fence, the result, 1 if replicas confirm.
local r, reply = presented()
if not r then
  return reply
end
local before = last(r)
if running(r) then
  r.state = COMPLETED
  return save(r, before, 'r', ARGV[2])
end
if r.state == IN_PROGRESS then
  return { LOST }
end
if r.state == HELD or redis.call('HGET', KEYS[1], 'r') ~= ARGV[2] then
  return { REFUSED }
end
if ARGV[3] == '1' then
  return save(r, before)
end
return { APPLIED }
