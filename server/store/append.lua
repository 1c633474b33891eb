-- Save the commits of one or several workshops, all or none.
--
-- KEYS: about, openings; then for each workshop its log and its ids.
-- ARGV: epoch; then for each workshop its name, the version and the command id that it must stand at (an empty id: any),
--       how many commits follow, and for each of them its command id, its text, and what it takes the place of:
--       nothing (empty), the history so far (anew), or the workshop itself (end).
-- Gives 'saved', 'conflict', or 'lost' when this is not the history that the caller knows.

if redis.call('HGET', KEYS[1], 'epoch') ~= ARGV[1] then
  return 'lost'
end

local function each(visit)
  local place = 2
  for key = 3, #KEYS, 2 do
    local count = tonumber(ARGV[place + 3])
    local fault = visit(KEYS[key], KEYS[key + 1], ARGV[place], tonumber(ARGV[place + 1]), ARGV[place + 2], place + 4, count)
    if fault then
      return fault
    end
    place = place + 4 + 3 * count
  end
end

local function check(log, ids, _, version, before, first, count)
  local last = redis.call('XREVRANGE', log, '+', '-', 'COUNT', 1)[1]
  local held = last and tonumber(string.match(last[1], '^%d+')) or 0
  if held ~= version or (last and before ~= '' and before ~= last[2][2]) or (last and last[2][6] == 'end') then
    return 'conflict'
  end
  for place = first, first + 3 * (count - 1), 3 do
    if redis.call('HEXISTS', ids, ARGV[place]) == 1 then
      return 'conflict'
    end
  end
end

-- Whoever follows has a while to hear of the end; then nothing is left.
local function forget(name, log)
  redis.call('EXPIRE', log, 600)
  for _, entry in ipairs(redis.call('XRANGE', KEYS[2], '-', '+')) do
    if entry[2][2] == name then
      redis.call('XDEL', KEYS[2], entry[1])
    end
  end
end

local function save(log, ids, name, version, _, first, count)
  if version == 0 then
    redis.call('XADD', KEYS[2], '*', 'workshop', name)
  end
  for number = 1, count do
    local place = first + 3 * (number - 1)
    local id, replaces = (version + number) .. '-0', ARGV[place + 2]
    redis.call('XADD', log, id, 'id', ARGV[place], 'commit', ARGV[place + 1], 'replaces', replaces)
    if replaces ~= '' then
      redis.call('XTRIM', log, 'MINID', id)
      redis.call('DEL', ids)
    end
    if replaces == 'end' then
      forget(name, log)
    else
      redis.call('HSET', ids, ARGV[place], version + number)
    end
  end
end

local fault = each(check)
if fault then
  return fault
end
each(save)
return 'saved'
