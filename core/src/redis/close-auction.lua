-- Closes an auction whose time is up: the last entry of its log, told to everyone at once.
-- Closing twice changes nothing and gives the same answer.
--
-- KEYS  state, log, channel
-- ARGV  auctionId
-- Answer { code, json }: 'CLOSED' with { seq, epoch, outcome, priceKrw, leaderId, bidCount,
-- closesAtMs }, 'NOT_YET' with { remainingMs }, or 'AUCTION_NOT_FOUND'.

local auction_id = ARGV[1]

local function whole(number)
  return string.format('%.0f', number)
end

local fields = redis.call('HMGET', KEYS[1], 'state', 'epoch', 'closesAtMs', 'seq', 'priceKrw',
  'leaderId', 'leaderAlias', 'bidCount', 'lastAtMs', 'closedSeq')
local state, epoch = fields[1], fields[2]
if not state or state == 'withdrawn' then return { 'AUCTION_NOT_FOUND', '{}' } end

local closes_at, seq = tonumber(fields[3]), tonumber(fields[4])
local price, leader_id, bid_count = tonumber(fields[5]), fields[6], tonumber(fields[8])
local sold = leader_id and leader_id ~= ''

local function closed(closed_seq)
  return { 'CLOSED', cjson.encode({ seq = closed_seq, epoch = epoch,
    outcome = sold and 'sold' or 'unsold', priceKrw = price or cjson.null,
    leaderId = sold and leader_id or cjson.null, bidCount = bid_count, closesAtMs = closes_at }) }
end

if state == 'closed' then return closed(tonumber(fields[10])) end
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)
local at = math.max(now, tonumber(fields[9]))
if at < closes_at then return { 'NOT_YET', cjson.encode({ remainingMs = closes_at - at }) } end
-- From here on nothing can be refused.

seq = seq + 1
local public = cjson.encode({ event = 'closed', data = {
  auctionId = auction_id, epoch = epoch, seq = seq, outcome = sold and 'sold' or 'unsold',
  priceKrw = price or cjson.null, leaderAlias = sold and fields[7] or cjson.null,
  bidCount = bid_count } })
redis.call('XADD', KEYS[2], whole(seq) .. '-0', 'public', public, 'private',
  cjson.encode({ kind = 'closed', winnerId = sold and leader_id or cjson.null }))
redis.call('HSET', KEYS[1], 'state', 'closed', 'seq', whole(seq), 'closedSeq', whole(seq),
  'outcome', sold and 'sold' or 'unsold', 'minimumKrw', '', 'lastAtMs', whole(at))
redis.call('PUBLISH', KEYS[3], public)
return closed(seq)
