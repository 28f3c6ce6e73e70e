-- Lets go of a batch that was written down, unless another one stands in its place by now.
--
-- KEYS  taken
-- ARGV  batchId
-- Answer 1 when it was there, else 0.

if redis.call('HGET', KEYS[1], ':batch') ~= ARGV[1] then return 0 end
return redis.call('UNLINK', KEYS[1])
