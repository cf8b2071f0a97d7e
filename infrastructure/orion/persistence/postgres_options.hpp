#pragma once

#include "orion/ports/secret_source.hpp"

#include <chrono>
#include <cstddef>
#include <string>

namespace orion::persistence {

struct PostgresOptions {
    std::string url;         ///< `postgresql://user@host:port/database`, without a password; several hosts are possible
    std::string direct_url;  ///< past any pooler, for what needs a connection to itself; empty: `url`
    SecretSource password{};
    bool transaction_pooling = false;  ///< `url` is a pooler that lends its connections for a transaction at a time
    std::size_t pool = 16;             ///< connections at the same time
    std::chrono::milliseconds read_wait{250};       ///< how long a reader waits for a connection
    std::chrono::milliseconds write_timeout{5000};  ///< how long a transaction is begun or begun again
    std::chrono::milliseconds statement_timeout{30'000};
    std::chrono::milliseconds lock_timeout{5'000};
    std::chrono::milliseconds idle_in_transaction_timeout{30'000};
    std::chrono::minutes lifetime{30};           ///< then a connection is replaced, so that load follows a failover
    std::chrono::milliseconds patience{10'000};  ///< how long to try at start
};

}  // namespace orion::persistence
