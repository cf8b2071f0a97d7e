#pragma once

#include "orion/identity/password_hasher.hpp"
#include "orion/resilience/bulkhead.hpp"

#include <chrono>
#include <cstddef>
#include <string>

namespace orion::security {

struct PasswordHashing {
    std::size_t memory_kib = std::size_t{19} * 1024;  ///< of one hash; at least 8
    unsigned passes = 2;                              ///< over that memory
    std::size_t at_once = 2;                          ///< hashes under way: the memory of so many is used at most
    std::size_t waiting = 6;                          ///< callers that may wait for their turn
    std::chrono::milliseconds wait = std::chrono::seconds{5};
};

/// argon2id through libsodium; bcrypt ($2a$, $2b$, $2y$) through libcrypt. Works on the thread of its caller. A stored
/// hash that asks for much more memory or time than any shop would is not read.
class ArgonPasswordHasher : public identity::PasswordHasher {
public:
    explicit ArgonPasswordHasher(const PasswordHashing& options);

    Result<std::string> hash(const Secret& password) override;
    Result<identity::PasswordMatch> match(const Secret& password, const std::string& hash) override;
    Result<void> match_nobody(const Secret& password) override;

private:
    Result<resilience::Bulkhead::Slot> turn();
    std::string hash_now(const Secret& password) const;
    identity::PasswordMatch match_argon(const Secret& password, const std::string& hash) const;

    const PasswordHashing options_;
    resilience::Bulkhead turns_;
    const std::string nobody_;  ///< the hash of a password that nobody knows
};

}  // namespace orion::security
