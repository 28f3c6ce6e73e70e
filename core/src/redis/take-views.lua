-- Puts aside what was counted, as a batch to be written down. One that was put aside and not dropped
-- comes again, under the id that it was given, whoever took it before.
--
-- KEYS  counted (hash: auction id -> views), taken (the same, and ':batch' -> its id)
-- ARGV  batchId (of a new batch)
-- Answer: names and values of the batch in turn; nothing when nothing was counted.

local counted, taken = unpack(KEYS)

if redis.call('EXISTS', taken) == 0 then
  if redis.call('EXISTS', counted) == 0 then return {} end
  -- No auction's id has a colon.
  redis.call('HSET', counted, ':batch', ARGV[1])
  redis.call('RENAME', counted, taken)
end
return redis.call('HGETALL', taken)
