-- Takes away what one leaving has barred somebody by; they may bid again where no other bars them.
--
-- KEYS  state
-- ARGV  bidderId, leaveId
-- Answer 1 where they are barred no more, else 0

local until_field, leaves_field = 'barred:' .. ARGV[1], 'barredFor:' .. ARGV[1]

local leaves = redis.call('HGET', KEYS[1], leaves_field) or ''
local from, to = string.find(leaves, ARGV[2] .. ' ', 1, true)
if not from then return 0 end
local others = string.sub(leaves, 1, from - 1) .. string.sub(leaves, to + 1)
if others ~= '' then
  redis.call('HSET', KEYS[1], leaves_field, others)
  return 0
end
redis.call('HDEL', KEYS[1], until_field, leaves_field)
return 1
