-- Moves the closing of an auction that is not closed yet, and tells everyone: after an outage, or
-- because an operator says so. The automatic extension's limit counts from the closing so moved.
--
-- KEYS  state, log, channel
-- ARGV  closesAtMs, reason ('outage' or 'operator'), day (an outage moves a closing at most once
--       a day; '' for an operator)
-- Answer 'MOVED', 'AUCTION_NOT_FOUND', 'CLOSED', 'NOT_LATER', 'INTERRUPTED' or 'MOVED_BEFORE'.

local state_key, log_key, channel = unpack(KEYS)
local closes_at, reason, day = tonumber(ARGV[1]), ARGV[2], ARGV[3]

local function whole(number)
  return string.format('%.0f', number)
end

local fields = redis.call('HMGET', state_key, 'state', 'epochNumber', 'closesAtMs', 'seq',
  'raise', 'lastAtMs', 'outageDay', 'interrupted')
local state, epoch = fields[1], fields[2]
if not state or state == 'withdrawn' then return 'AUCTION_NOT_FOUND' end
if state ~= 'open' then return 'CLOSED' end
if fields[8] then return 'INTERRUPTED' end
if closes_at <= tonumber(fields[3]) then return 'NOT_LATER' end
if day ~= '' and fields[7] == day then return 'MOVED_BEFORE' end
-- From here on nothing can be refused.

local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)
local at = math.max(now, tonumber(fields[6]))
local raise = tonumber(fields[5]) + 1
local text = string.format('extended|%s|%.0f|%s|%.0f', epoch, closes_at, reason, at)
redis.call('XADD', log_key, fields[4] .. '-' .. whole(raise), 'p', text)
redis.call('HSET', state_key, 'closesAtMs', whole(closes_at), 'scheduledClosesAtMs',
  whole(closes_at), 'raise', whole(raise), 'lastAtMs', whole(at), 'moved', reason)
if day ~= '' then redis.call('HSET', state_key, 'outageDay', day) end
redis.call('SPUBLISH', channel, fields[4] .. '|' .. text)
return 'MOVED'
