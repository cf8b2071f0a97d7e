#pragma once

#include <string_view>

/// What the cache does on the server in one step. The server keeps a script that it has seen, so sending the text costs
/// little, and there is no "unknown script" to recover from.
namespace orion::redis {

using Script = std::string_view;

/// Keys: entry, `any`. Arguments: prefix of version keys, a fresh version. Gives the mark alone, or with value, tags,
/// milliseconds left and milliseconds of these that are not fresh. An entry counts only while every tag has the version
/// that it had before the entry was made.
inline constexpr Script find_script = R"lua(
local mark = redis.call('GET', KEYS[2])
if not mark then
    mark = ARGV[2]
    redis.call('SET', KEYS[2], mark)
end
local entry = redis.call('HMGET', KEYS[1], 'v', 't', 'n', 's')
if not entry[1] or not entry[4] then return mark end
local keys = {}
for tag in string.gmatch(entry[2], '[^\n]+') do keys[#keys + 1] = ARGV[1] .. tag end
local versions = redis.call('MGET', unpack(keys))
for i = 1, #keys do
    if not versions[i] then return mark end
end
if table.concat(versions, '\n') ~= entry[3] then return mark end
return {mark, entry[1], entry[2], redis.call('PTTL', KEYS[1]), tonumber(entry[4])}
)lua";

/// Keys: entry, `any`. Arguments: mark, prefix of version keys, a fresh version, value, milliseconds not fresh and to
/// keep, tags. Does nothing when anything changed since the mark: the versions that are read here are then those from
/// before the entry was made.
inline constexpr Script put_script = R"lua(
if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
local versions, tags = {}, {}
for i = 7, #ARGV do
    local key = ARGV[2] .. ARGV[i]
    local version = redis.call('GET', key)
    if not version then version = ARGV[3] end
    redis.call('SET', key, version, 'PX', tonumber(ARGV[6]) * 2)
    tags[#tags + 1] = ARGV[i]
    versions[#versions + 1] = version
end
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'v', ARGV[4], 't', table.concat(tags, '\n'), 'n', table.concat(versions, '\n'),
    's', ARGV[5])
redis.call('PEXPIRE', KEYS[1], ARGV[6])
return 1
)lua";

/// Keys: `any` and the versions of tags that changed. Argument: a fresh version.
inline constexpr Script invalidate_script = R"lua(
redis.call('SET', KEYS[1], ARGV[1])
for i = 2, #KEYS do redis.call('DEL', KEYS[i]) end
return 1
)lua";

}  // namespace orion::redis
