-- Lets somebody who is about to leave bid on an auction no more, unless they lead it: one step, so that no
-- bid of theirs is judged between the look and the bar.
--
-- KEYS  state
-- ARGV  bidderId, for how many ms
-- Answer 'LEADS', 'BARRED', or 'ABSENT' when it is not there

local state, leader_id = unpack(redis.call('HMGET', KEYS[1], 'state', 'leaderId'))
if not state or state == 'withdrawn' then return 'ABSENT' end
if leader_id == ARGV[1] then return 'LEADS' end
local clock = redis.call('TIME')
local until_ms = tonumber(clock[1]) * 1000 + tonumber(ARGV[2])
redis.call('HSET', KEYS[1], 'barred:' .. ARGV[1], string.format('%d', until_ms))
return 'BARRED'
