-- Tells watchers how far an auction's log is chained. A closing without a head, as that of an auction
-- which was bought at once and whose judge cannot sign, is given the first that covers it, so that
-- whoever comes later has it as well.
--
-- KEYS  state, channel
-- ARGV  the seq up to which it is chained, the signed head, what is told
-- Answer 1.

local state_key, channel = unpack(KEYS)
local seq, head, message = unpack(ARGV)

local fields = redis.call('HMGET', state_key, 'state', 'seq', 'head')
local has_head = fields[3] and fields[3] ~= ''
if fields[1] == 'closed' and fields[2] == seq and not has_head then
  redis.call('HSET', state_key, 'head', head)
end
redis.call('SPUBLISH', channel, message)
return 1
