-- Closes an auction whose time is up, or cancels it: the last entry of its log, told to everyone.
-- Closing twice changes nothing and gives the same answer.
--
-- KEYS  state, log, channel
-- ARGV  how ('time' or 'cancel'), the seq up to which the caller has recorded ('' for whatever it
--       is), the signed head of the log at that seq ('' for none), the raise up to which the caller
--       has recorded ('' for whatever it is)
-- Answer { 'CLOSED', json } with { seq, epochNumber, outcome, priceKrw, leaderId, bidCount,
-- closesAtMs }, { 'NOT_YET', json } with { remainingMs }, { 'LOG_AHEAD' } when there is more to
-- record first, { 'INTERRUPTED' } or { 'AUCTION_NOT_FOUND' }.

local state_key, log_key, channel = unpack(KEYS)
local cancels, recorded_seq, head = ARGV[1] == 'cancel', tonumber(ARGV[2]), ARGV[3]
local recorded_raise = tonumber(ARGV[4])

local function whole(number)
  return string.format('%.0f', number)
end

local fields = redis.call('HMGET', state_key, 'state', 'epochNumber', 'closesAtMs', 'seq',
  'priceKrw', 'leaderId', 'leaderOrdinal', 'bidCount', 'lastAtMs', 'outcome', 'reserve',
  'interrupted', 'raise')
local state, epoch = fields[1], fields[2]
if not state or state == 'withdrawn' then return { 'AUCTION_NOT_FOUND' } end

local closes_at, seq = tonumber(fields[3]), tonumber(fields[4])
local price, leader_id, bid_count = tonumber(fields[5]), fields[6], tonumber(fields[8])

local function closed(outcome)
  return { 'CLOSED', cjson.encode({ seq = seq, epochNumber = tonumber(epoch), outcome = outcome,
    priceKrw = price or cjson.null, leaderId = outcome == 'sold' and leader_id or cjson.null,
    bidCount = bid_count, closesAtMs = closes_at }) }
end

if state == 'closed' then return closed(fields[10]) end
if fields[12] and not cancels then return { 'INTERRUPTED' } end
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)
local at = math.max(now, tonumber(fields[9]))
if at < closes_at and not cancels then
  return { 'NOT_YET', cjson.encode({ remainingMs = closes_at - at }) }
end
if recorded_seq and recorded_seq ~= seq then return { 'LOG_AHEAD' } end
if recorded_raise and recorded_raise ~= tonumber(fields[13]) then return { 'LOG_AHEAD' } end
-- From here on nothing can be refused.

local outcome = cancels and 'cancelled'
  or (leader_id and fields[11] ~= 'unmet') and 'sold' or 'unsold'
if cancels then closes_at = math.min(closes_at, at) end
seq = seq + 1
local winner = outcome == 'sold'
local text = string.format('closed|%s|%s|%s|%s|%.0f|%.0f|%.0f|%s', epoch, outcome,
  price and whole(price) or '', winner and fields[7] or '', bid_count, at, closes_at, head)
redis.call('XADD', log_key, whole(seq) .. '-0', 'p', text, 's',
  'closed|' .. (winner and leader_id or ''))
redis.call('HSET', state_key, 'state', 'closed', 'seq', whole(seq), 'raise', '0',
  'outcome', outcome, 'minimumKrw', '', 'lastAtMs', whole(at), 'closesAtMs', whole(closes_at),
  'head', head)
redis.call('HDEL', state_key, 'interrupted')
redis.call('SPUBLISH', channel, whole(seq) .. '|' .. text)
return closed(outcome)
