-- Judges one bid and, when it stands, logs and publishes it in the same step.
-- The rules are those of bidding.md; the one clock is this server's TIME.
--
-- KEYS  state, bidders, answers, log, channel, pace
-- ARGV  bidderId, bidId (packed), kind ('e' exact, 'a' auto, 'b' buy-now), amountKrw ('' for buy-now),
--       confirmed ('1' or '0'), the last epoch, seq and raise the caller has seen, pace: ms a bid
--       and burst, what the request is known by (bidId again where by nothing else), the moment
--       of this server from which nobody waits for the answer ('' for none)
-- Answer { 'ACCEPTED', 'seq-raise', text, secret }, the texts as log-entries.ts reads them, or
-- { code, name, value, ... }: a refusal with its detail; 'BEHIND' when the caller has seen more.

local EXTENDS_MS = 120000
local EXTENDS_UP_TO_MS = 1800000

local state_key, bidders_key, answers_key, log_key, channel, pace_key = unpack(KEYS)
local bidder_id, bid_id, kind, amount = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
local confirmed = ARGV[5] == '1'
local seen_epoch, seen_seq, seen_raise = tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8])
local ms_a_bid, burst, trace = tonumber(ARGV[9]), tonumber(ARGV[10]), ARGV[11]
local late_from = tonumber(ARGV[12])

local call, format, match = redis.call, string.format, string.match

-- Whole won and milliseconds; Lua's own tostring would turn 10^14 into 1e+14.
local function whole(number)
  return format('%d', number)
end

local clock = call('TIME')
local now = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)

-- It lay here while this server stood still, and its bidder was told since that it was not taken.
if late_from and now >= late_from then return { 'TOO_LONG_UNDER_WAY' } end

-- Trying is counted whatever becomes of the bid (GCRA: one value, the moment when all is forgiven).
-- Nobody owes more than the burst: what says so was written before the clock was set back.
if ms_a_bid > 0 then
  local held = tonumber(call('GET', pace_key) or 0)
  if held > now + burst * ms_a_bid then held = now end
  local forgiven = math.max(held, now) + ms_a_bid
  local over_ms = forgiven - now - burst * ms_a_bid
  if over_ms > 0 then return { 'RATE_LIMITED', 'retryAfterMs', whole(over_ms) } end
  call('SET', pace_key, whole(forgiven), 'PX', whole(forgiven - now))
end

local ordinal = tonumber(match(call('HGET', bidders_key, bidder_id) or '', '^%d+'))
local remembered = ordinal and call('HGET', answers_key, whole(ordinal) .. ':' .. bid_id)
if remembered then
  -- An answer restored from the record carries its entry, the log of that time being gone.
  local id, text, secret = match(remembered, '^([^;]+);([^;]+);(.+)$')
  if not id then
    local entry = call('XRANGE', log_key, remembered, remembered)[1]
    id, text, secret = entry[1], entry[2][2], entry[2][4]
  end
  local first_kind, first_amount = match(secret, '^(%a)|[^|]*|[^|]*|(%d+)|')
  if first_kind ~= kind or (kind ~= 'b' and tonumber(first_amount) ~= amount) then
    return { 'BID_ID_REUSED' }
  end
  return { 'ACCEPTED', id, text, secret }
end

local fields = call('HMGET', state_key, 'state', 'epochNumber', 'sellerId', 'startKrw',
  'steps', 'capKrw', 'opensAtMs', 'closesAtMs', 'seq', 'raise', 'priceKrw', 'leaderId',
  'leaderOrdinal', 'leaderMaxKrw', 'bidCount', 'bidderCount', 'lastAtMs', 'reserveKrw',
  'buyNowKrw', 'extension', 'scheduledClosesAtMs', 'interrupted',
  'resumedEpoch', 'minimumKrw', 'barred:' .. bidder_id)
local state, epoch, seller_id = fields[1], fields[2], fields[3]
if not state or state == 'withdrawn' then return { 'AUCTION_NOT_FOUND' } end

local seq, raise = tonumber(fields[9]), tonumber(fields[10])
local price, leader_id, leader_ordinal = tonumber(fields[11]), fields[12], tonumber(fields[13])
local leader_max, bid_count = tonumber(fields[14]), tonumber(fields[15])
if fields[22] then return { 'AUCTION_INTERRUPTED' } end
-- Somebody was answered what this server does not know: going on would make a second truth, unless
-- an operator has decided since.
local is_behind = seen_seq > seq or (seen_seq == seq and seen_raise > raise)
if is_behind and seen_epoch >= (tonumber(fields[23]) or 0) then return { 'BEHIND' } end

-- Rows [fromKrw,stepKrw] ascending from 0. Read where they stand: decoding all of them costs more
-- than the rest of the rules.
local function step_at(amount_krw)
  local step
  for from_krw, step_krw in string.gmatch(fields[5], '(%d+),(%d+)') do
    if tonumber(from_krw) > amount_krw then break end
    step = step_krw
  end
  return tonumber(step)
end

local start, cap = tonumber(fields[4]), tonumber(fields[6])
local opens_at, closes_at = tonumber(fields[7]), tonumber(fields[8])
local reserve, buy_now = tonumber(fields[18]), tonumber(fields[19])
-- Time in an auction never runs backwards, whatever the server's clock does.
local at = math.max(now, tonumber(fields[17]))
local leads = bidder_id == leader_id
local minimum = price and (tonumber(fields[24]) or cap) or start

if state == 'open' and at < opens_at then
  return { 'AUCTION_NOT_OPEN', 'opensInMs', whole(opens_at - at) }
end
if state ~= 'open' or at >= closes_at then
  return { 'AUCTION_CLOSED', 'lateByMs', whole(math.max(0, at - closes_at)) }
end
-- Whoever leaves must not be found to lead afterwards; a bar that nobody took away ends by itself.
if (tonumber(fields[25]) or 0) > now then return { 'ACCOUNT_LEAVING' } end
if bidder_id == seller_id then return { 'OWN_AUCTION' } end
if kind == 'b' then
  local unmet = reserve and (not price or price < reserve)
  if not buy_now or (price and not unmet) then return { 'BUY_NOW_GONE' } end
  amount = buy_now
else
  if price == cap or amount > cap then return { 'BID_TOO_HIGH', 'capKrw', whole(cap) } end
  if leads and kind == 'e' then return { 'ALREADY_LEADING' } end
  if leads and amount <= leader_max then
    return { 'NOT_ABOVE_OWN_MAX', 'ownMaxKrw', whole(leader_max) }
  end
  if not leads and amount < minimum then return { 'BID_TOO_LOW', 'minimumKrw', whole(minimum) } end
  if kind == 'e' and not confirmed and amount > 3 * minimum
    and amount > minimum + 10 * step_at(minimum) then
    return { 'CONFIRM_LARGE_BID', 'amountKrw', whole(amount), 'minimumKrw', whole(minimum) }
  end
end
-- From here on nothing can be refused.

ordinal = ordinal or tonumber(fields[16]) + 1
local old_price, outcome = price, 'l'
if leads then
  outcome = kind == 'b' and 'b' or 'r'
elseif kind == 'b' then
  outcome = 'b'
elseif not leader_id then
  price = start
elseif amount > leader_max then
  price = math.min(amount, leader_max + step_at(leader_max))
else
  outcome = 'o'
  price = math.min(leader_max, amount + step_at(amount))
end
-- Whoever was leading and is no more, or was passed in the same moment: the windows tell them alone.
local outbid_id = outcome == 'o' and bidder_id or leader_id ~= bidder_id and leader_id
if outcome ~= 'o' then leader_id, leader_ordinal, leader_max = bidder_id, ordinal, amount end
if kind == 'b' or (kind == 'e' and outcome == 'l') then price = math.max(price or 0, amount) end
if reserve and leader_max >= reserve then price = math.max(price, reserve) end
if old_price then price = math.max(price, old_price) end

local visible = outcome ~= 'r' or price ~= old_price
if visible then seq, raise, bid_count = seq + 1, 0, bid_count + 1 else raise = raise + 1 end
local extended = 0
if kind == 'b' then
  closes_at = at
elseif visible and fields[20] == 'auto' and at >= closes_at - EXTENDS_MS then
  local until_ms = math.min(at + EXTENDS_MS, tonumber(fields[21]) + EXTENDS_UP_TO_MS)
  if until_ms > closes_at then closes_at, extended = until_ms, 1 end
end
local next_minimum = ''
if kind ~= 'b' and price < cap then
  next_minimum = whole(math.min(price + step_at(price), cap))
end
local reserve_state = not reserve and 'none' or price >= reserve and 'met' or 'unmet'

local seq_text, ordinal_text = whole(seq), whole(ordinal)
local leader_text = leader_ordinal == ordinal and ordinal_text or whole(leader_ordinal)
local id = seq_text .. '-' .. whole(raise)
local text = format('bid|%s|%d|%s|%s|%s|%s|%d|%d|%d', epoch, price, next_minimum, ordinal_text,
  leader_text == ordinal_text and '' or leader_text, string.sub(reserve_state, 1, 1), at, closes_at,
  extended)
local secret = format('%s|%s|%s|%d|%s|%s', kind, bidder_id, bid_id, amount, outcome,
  outcome == 'o' and leader_id or '')

-- The log comes first: a script that fails half-way leaves an entry ahead of the state, never a
-- price without its entry. What nobody may see is in no part that a window reads.
if trace == bid_id then
  call('XADD', log_key, id, visible and 'p' or 'q', text, 's', secret)
else
  call('XADD', log_key, id, visible and 'p' or 'q', text, 's', secret, 't', trace)
end
-- What seldom changes is seldom written: every field costs a search through the hash.
if fields[10] ~= '0' or raise > 0 then call('HSET', state_key, 'raise', whole(raise)) end
if reserve then call('HSET', state_key, 'reserve', reserve_state) end
if closes_at ~= tonumber(fields[8]) then
  call('HSET', state_key, 'closesAtMs', whole(closes_at))
end
if ordinal > tonumber(fields[16]) then
  call('HSET', state_key, 'bidderCount', ordinal_text)
end
call('HSET', state_key, 'seq', seq_text, 'priceKrw', whole(price), 'minimumKrw', next_minimum,
  'leaderId', leader_id, 'leaderOrdinal', leader_text, 'leaderMaxKrw', whole(leader_max),
  'bidCount', whole(bid_count), 'lastAtMs', whole(at))
call('HSET', bidders_key, bidder_id, ordinal_text .. '|' .. whole(amount))
call('HSET', answers_key, ordinal_text .. ':' .. bid_id, id)
if visible then
  call('SPUBLISH', channel, seq_text .. '|' .. text .. '\n' .. (outbid_id or '') .. '\n' .. trace)
end
if kind ~= 'b' then return { 'ACCEPTED', id, text, secret } end

seq = seq + 1
local closed = format('closed|%s|sold|%d|%d|%d|%d|%d|', epoch, price, ordinal,
  bid_count, at, at)
call('XADD', log_key, whole(seq) .. '-0', 'p', closed, 's', 'closed|' .. bidder_id)
call('HSET', state_key, 'state', 'closed', 'seq', whole(seq), 'outcome', 'sold')
call('SPUBLISH', channel, whole(seq) .. '|' .. closed)
return { 'ACCEPTED', id, text, secret }
