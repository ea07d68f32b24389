-- Stores the result of one call, and the end of its contact.
local id, number, person, disposition, talk, now = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]
local attempt = id .. '-' .. number
redis.call('HSET', 'attempt:' .. attempt, 'state', 'ended', 'disposition', disposition, 'endedAt', now,
  'talkSeconds', talk)
redis.call('HSET', 'contact:' .. id, 'state', 'completed', 'disposition', disposition, 'endedAt', now)
redis.call('HSET', 'person:' .. person, 'open', '')
redis.call('HINCRBY', 'caller:+12025550100', 'open', -1)
redis.call('HINCRBY', 'counters', 'open', -1)
redis.call('HINCRBY', 'counters', disposition, 1)
redis.call('HINCRBY', 'counters', 'completed', 1)
redis.call('XADD', 'events', '*', 'type', 'attempt.ended', 'contact', id, 'attempt', attempt, 'disposition', disposition)
