-- Counts that somebody looks at an auction: once for each viewer and hour.
--
-- KEYS  viewers (sorted set: mark -> when it was counted), counted (hash: auction id -> views)
-- ARGV  auctionId, mark (of this viewer at this auction), againAfterMs, viewersMax
-- Answer 1 when it was counted, 0 when this viewer was counted a moment ago.

local viewers, counted = unpack(KEYS)
local auction_id, mark, again_after, viewers_max = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
-- More go than come, and no call takes long.
local FORGOTTEN_MAX = 10

local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)
local counted_at = redis.call('ZSCORE', viewers, mark)
if counted_at and now - tonumber(counted_at) < again_after then return 0 end
-- From here on nothing can be refused.

redis.call('HINCRBY', counted, auction_id, 1)
redis.call('ZADD', viewers, string.format('%.0f', now), mark)
local old = redis.call('ZRANGE', viewers, '-inf', string.format('%.0f', now - again_after),
  'BYSCORE', 'LIMIT', 0, FORGOTTEN_MAX)
if #old > 0 then redis.call('ZREM', viewers, unpack(old)) end
local too_many = redis.call('ZCARD', viewers) - viewers_max
if too_many > 0 then redis.call('ZPOPMIN', viewers, math.min(too_many, FORGOTTEN_MAX)) end
return 1
