-- Takes an auction that is not open yet out of Redis, before an edit or a deletion.
-- A tombstone stays for a while, so that a slower writer cannot bring the older rules back.
--
-- KEYS  state, bidders, answers, log
-- ARGV  epoch, opensAtMs (both as the record has them), tombstoneMs
-- Answer 'WITHDRAWN', or 'OPEN' when it has opened and nothing was changed.

local epoch, opens_at, tombstone_ms = ARGV[1], tonumber(ARGV[2]), ARGV[3]

local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)
local present = redis.call('HMGET', KEYS[1], 'opensAtMs', 'state')
if present[1] and present[2] ~= 'withdrawn' then opens_at = tonumber(present[1]) end

if now >= opens_at then return 'OPEN' end
-- From here on nothing can be refused.

redis.call('DEL', KEYS[1], KEYS[2], KEYS[3], KEYS[4])
redis.call('HSET', KEYS[1], 'state', 'withdrawn', 'epochNumber', epoch)
redis.call('PEXPIRE', KEYS[1], tombstone_ms)
return 'WITHDRAWN'
