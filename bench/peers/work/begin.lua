-- Mints an attempt for one contact, if it may be called now and its caller ID has room. One script is one atomic
-- write. Returns nil (not to be called), 'wait' (no room), or the attempt's number and the address.
local id, now, second, day = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local contact = redis.call('HMGET', 'contact:' .. id, 'state', 'attempts', 'phone', 'person')
if contact[1] ~= 'pending' then return nil end
local person_key = 'person:' .. contact[4]
local person = redis.call('HMGET', person_key, 'open', 'optedOut', 'day', 'dayCount')
if person[2] == '1' or redis.call('SISMEMBER', 'suppressed:bench', contact[3]) == 1 then
  redis.call('HSET', 'contact:' .. id, 'state', 'suppressed', 'endedAt', now)
  redis.call('HINCRBY', 'counters', 'suppressed', 1)
  redis.call('XADD', 'events', '*', 'type', 'contact.suppressed', 'contact', id)
  return nil
end
local today = person[3] == day and tonumber(person[4]) or 0
if (person[1] and person[1] ~= '') or today >= 3 then return nil end
local caller = redis.call('HMGET', 'caller:+12025550100', 'open', 'second', 'started', 'concurrent', 'perSecond')
local started = caller[2] == second and tonumber(caller[3]) or 0
if tonumber(caller[1]) >= tonumber(caller[4]) or started >= tonumber(caller[5]) then return 'wait' end

local number = contact[2] + 1
local attempt = id .. '-' .. number
redis.call('HSET', 'caller:+12025550100', 'open', caller[1] + 1, 'second', second, 'started', started + 1)
redis.call('HSET', 'attempt:' .. attempt, 'contact', id, 'sender', '+12025550100', 'address', contact[3],
  'state', 'sending', 'mintedAt', now)
redis.call('HSET', 'contact:' .. id, 'state', 'in-flight', 'attempts', number, 'lastAttemptAt', now)
redis.call('HSET', person_key, 'open', attempt, 'lastTouch', now, 'day', day, 'dayCount', today + 1)
redis.call('HINCRBY', 'counters', 'minted', 1)
redis.call('HINCRBY', 'counters', 'open', 1)
redis.call('XADD', 'events', '*', 'type', 'attempt.minted', 'contact', id, 'attempt', attempt, 'step', 0)
return { number, contact[3], contact[4] }
