#pragma once

#include "orion/kernel/result.hpp"
#include "orion/ports/secret_source.hpp"
#include "orion/resilience/circuit_breaker.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace orion::redis {

struct Address {
    std::string host;
    std::uint16_t port = 6379;
    friend bool operator==(const Address&, const Address&) = default;
};

/// Build one from `parse_redis_url(cache.redis_url)`, then add `cache.redis_password`, `cache.key_prefix` and, if there
/// are sentinels, their addresses (`parse_address`) and the master's name: the URL's address is not used then.
struct RedisOptions {
    Address address{};
    std::string user{};       ///< of the access control list; empty: the default one
    SecretSource password{};  ///< nothing: no AUTH
    int database = 0;
    std::string key_prefix = "orion:";  ///< of every key; shops that share a server differ in it
    std::vector<Address> sentinels{};   ///< asked in turn where the master is
    std::string sentinel_master{};
    std::string sentinel_user{};       ///< of their access control lists; empty: the default one
    SecretSource sentinel_password{};  ///< nothing: they want none
    std::chrono::milliseconds connect_timeout{50};
    std::chrono::milliseconds answer_timeout{50};  ///< between two pieces of an answer
    std::size_t connections_max = 16;              ///< more callers at a time go without
    resilience::BreakerOptions breaker{};
};

/// `redis://[user@]host[:port][/database]`. A password in it is refused, because URLs are logged; so is TLS, which the
/// client library lacks. `invalid` / `malformed_redis_url`
Result<RedisOptions> parse_redis_url(std::string_view url);

/// `host[:port]`; 26379 is a sentinel's usual one. `invalid` / `malformed_address`
Result<Address> parse_address(std::string_view text, std::uint16_t default_port);

}  // namespace orion::redis
