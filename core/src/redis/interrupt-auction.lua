-- Stops an auction whose acknowledged bids may be missing: no bid and no closing until an operator
-- has decided. Answers 1, or 0 when it is not there or over.
--
-- KEYS  state

if redis.call('HGET', KEYS[1], 'state') ~= 'open' then return 0 end
redis.call('HSET', KEYS[1], 'interrupted', '1')
return 1
