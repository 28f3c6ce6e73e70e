-- Lets somebody who is about to leave bid on an auction no more, unless they lead it: one step, so that no
-- bid of theirs is judged between the look and the bar. Each leaving bars for itself, until the last moment
-- that any of them names; what runs out takes all of them with it.
--
-- KEYS  state
-- ARGV  bidderId, leaveId, for how many ms
-- Answer 'LEADS', 'BARRED', or 'ABSENT' when it is not there

local bidder_id, leave_id, for_ms = ARGV[1], ARGV[2], tonumber(ARGV[3])
local until_field, leaves_field = 'barred:' .. bidder_id, 'barredFor:' .. bidder_id

local state, leader_id, until_ms, leaves =
  unpack(redis.call('HMGET', KEYS[1], 'state', 'leaderId', until_field, leaves_field))
if not state then return 'ABSENT' end
-- Nobody bids on it again.
if state == 'withdrawn' then return 'BARRED' end
if leader_id == bidder_id then return 'LEADS' end
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)
local held_ms = tonumber(until_ms) or 0
leaves = held_ms > now and leaves or ''
if not string.find(leaves, leave_id, 1, true) then leaves = leaves .. leave_id .. ' ' end
redis.call('HSET', KEYS[1], until_field, string.format('%d', math.max(held_ms, now + for_ms)),
  leaves_field, leaves)
return 'BARRED'
