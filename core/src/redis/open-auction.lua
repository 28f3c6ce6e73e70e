-- Puts an auction into Redis: when it is listed or edited, and again after Redis lost it.
-- Only a higher epoch may replace what is there, and only when the log has not moved on since.
--
-- KEYS  state, bidders, answers, log
-- ARGV  the auction as JSON: { fields = [name, value, ...], epoch, seq, raise, over = { seq, raise },
--       bidders = [...], answers = [...] } (each a flat list of names and values); only what stands
--       at `over` is replaced
-- Answer 'OPENED', 'PRESENT' (it is there already), 'STALE' (a newer epoch is there or was
-- withdrawn) or 'LOG_AHEAD' (the log holds entries that the record does not have yet).

local FIELDS_AT_ONCE = 1000

local auction = cjson.decode(ARGV[1])

local function write_pairs(key, flat)
  for first = 1, #flat, FIELDS_AT_ONCE do
    redis.call('HSET', key, unpack(flat, first, math.min(first + FIELDS_AT_ONCE - 1, #flat)))
  end
end

local present = redis.call('HMGET', KEYS[1], 'state', 'epochNumber', 'seq', 'raise')
if present[1] then
  local withdrawn = present[1] == 'withdrawn'
  if tonumber(present[2]) >= auction.epoch then return withdrawn and 'STALE' or 'PRESENT' end
  local same = tonumber(present[3]) == auction.over.seq
    and tonumber(present[4]) == auction.over.raise
  if not withdrawn and not same then return 'PRESENT' end
end
local top = redis.call('XREVRANGE', KEYS[4], '+', '-', 'COUNT', 1)[1]
if top then
  local seq, raise = string.match(top[1], '^(%d+)-(%d+)$')
  seq, raise = tonumber(seq), tonumber(raise)
  if seq > auction.seq or (seq == auction.seq and raise > auction.raise) then return 'LOG_AHEAD' end
end
-- From here on nothing can be refused.

-- What the old log held is in the record; kept, it could be taken for the new one's beginning.
redis.call('DEL', KEYS[1], KEYS[2], KEYS[3], KEYS[4])
write_pairs(KEYS[2], auction.bidders)
write_pairs(KEYS[3], auction.answers)
write_pairs(KEYS[1], auction.fields)
return 'OPENED'
