-- Judges one exact bid and, when it stands, records and publishes it in the same step.
-- The rules are those of bidding.md; the one clock is this server's TIME.
--
-- KEYS  state, aliases, maxima, answers, log, channel
-- ARGV  auctionId, bidderId, bidId, amountKrw, confirmed ('1' or '0')
-- Answer { code, json }: 'ACCEPTED' with the answer, or a refusal code with its detail.

local auction_id, bidder_id, bid_id = ARGV[1], ARGV[2], ARGV[3]
local amount, confirmed = tonumber(ARGV[4]), ARGV[5] == '1'

local function refuse(code, detail)
  return { code, detail and cjson.encode(detail) or '{}' }
end

local function step_at(steps, price)
  local step = steps[1][2]
  for _, row in ipairs(steps) do
    if row[1] <= price then step = row[2] end
  end
  return step
end

-- Whole won and milliseconds; Lua's own tostring would turn 10^14 into 1e+14.
local function whole(number)
  return string.format('%.0f', number)
end

local remembered = redis.call('HGET', KEYS[4], bidder_id .. ':' .. bid_id)
if remembered then
  local kept = cjson.decode(remembered)
  if kept.kind ~= 'exact' or kept.amountKrw ~= amount then return refuse('BID_ID_REUSED') end
  return { 'ACCEPTED', cjson.encode(kept.answer) }
end

local fields = redis.call('HMGET', KEYS[1], 'state', 'epoch', 'sellerId', 'startKrw', 'steps',
  'capKrw', 'opensAtMs', 'closesAtMs', 'seq', 'priceKrw', 'leaderId', 'bidCount', 'bidderCount',
  'lastAtMs')
local state, epoch, seller_id = fields[1], fields[2], fields[3]
if not state or state == 'withdrawn' then return refuse('AUCTION_NOT_FOUND') end

local start, steps, cap = tonumber(fields[4]), cjson.decode(fields[5]), tonumber(fields[6])
local opens_at, closes_at = tonumber(fields[7]), tonumber(fields[8])
local seq, price, leader_id = tonumber(fields[9]), tonumber(fields[10]), fields[11]
local bid_count, bidder_count = tonumber(fields[12]), tonumber(fields[13])

local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)
-- Time in an auction never runs backwards, whatever the server's clock does.
local at = math.max(now, tonumber(fields[14]))

local minimum = price and price + step_at(steps, price) or start
local at_cap = price == cap
if minimum > cap then minimum = cap end

if at < opens_at then return refuse('AUCTION_NOT_OPEN', { opensInMs = opens_at - at }) end
if state ~= 'open' or at >= closes_at then
  return refuse('AUCTION_CLOSED', { lateByMs = math.max(0, at - closes_at) })
end
if bidder_id == seller_id then return refuse('OWN_AUCTION') end
if at_cap or amount > cap then return refuse('BID_TOO_HIGH', { capKrw = cap }) end
if bidder_id == leader_id then return refuse('ALREADY_LEADING') end
if amount < minimum then return refuse('BID_TOO_LOW', { minimumKrw = minimum }) end
if not confirmed and amount > 3 * minimum and amount > minimum + 10 * step_at(steps, minimum) then
  return refuse('CONFIRM_LARGE_BID', { amountKrw = amount, minimumKrw = minimum })
end
-- From here on nothing can be refused.

local ordinal = tonumber(redis.call('HGET', KEYS[2], bidder_id)) or bidder_count + 1
local alias = '입찰자 ' .. whole(ordinal)
seq, bid_count = seq + 1, bid_count + 1
local next_minimum = math.min(amount + step_at(steps, amount), cap)
if amount == cap then next_minimum = cjson.null end

local public = cjson.encode({ event = 'bid', data = {
  auctionId = auction_id, epoch = epoch, seq = seq, priceKrw = amount, minimumKrw = next_minimum,
  bidCount = bid_count, alias = alias, leaderAlias = alias, reserve = 'none',
  acceptedAtMs = at, closesAtMs = closes_at } })
local answer = { bidId = bid_id, outcome = 'leading', seq = seq, raise = 0, priceKrw = amount,
  minimumKrw = next_minimum, ownMaxKrw = amount, alias = alias, acceptedAtMs = at,
  closesAtMs = closes_at }
local private = cjson.encode({ bidderId = bidder_id, bidId = bid_id, kind = 'exact',
  amountKrw = amount, ordinal = ordinal, leaderId = bidder_id, answer = answer })

-- The log comes first: a script that fails half-way leaves an entry ahead of the state, never a
-- price without its entry.
redis.call('XADD', KEYS[5], whole(seq) .. '-0', 'public', public, 'private', private)
redis.call('HSET', KEYS[1], 'seq', whole(seq), 'priceKrw', whole(amount), 'leaderId', bidder_id,
  'leaderAlias', alias, 'bidCount', whole(bid_count), 'lastAtMs', whole(at),
  'minimumKrw', next_minimum == cjson.null and '' or whole(next_minimum),
  'bidderCount', whole(math.max(bidder_count, ordinal)))
redis.call('HSET', KEYS[2], bidder_id, whole(ordinal))
redis.call('HSET', KEYS[3], bidder_id, whole(amount))
redis.call('HSET', KEYS[4], bidder_id .. ':' .. bid_id,
  cjson.encode({ kind = 'exact', amountKrw = amount, answer = answer }))
redis.call('PUBLISH', KEYS[6], public)
return { 'ACCEPTED', cjson.encode(answer) }
