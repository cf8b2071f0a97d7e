#pragma once

#include "orion/kernel/email.hpp"
#include "orion/kernel/id.hpp"
#include "orion/kernel/instant.hpp"

#include <array>
#include <chrono>
#include <optional>
#include <string>

namespace orion::identity {

/// What a token that came by mail is good for.
enum class Purpose { verify_email, reset_password };

/// A token that was mailed, as the shop keeps it: for one use.
struct ActionToken {
    /// So many of one user and purpose can be good at the same time; then no more is sent until one expires. Several
    /// are good together, so that nobody makes those in somebody's mailbox useless by asking for more.
    static constexpr std::size_t max_live = 5;

    std::string hash;  ///< SHA-256; what it is of is nowhere kept
    UserId user;
    Purpose purpose;
    Instant expires_at;
    std::optional<Email> email{};  ///< that becomes the account's when it is verified; nothing: it is already

    friend bool operator==(const ActionToken&, const ActionToken&) = default;
};

constexpr std::chrono::hours lifetime_of(Purpose purpose) {
    return purpose == Purpose::verify_email ? std::chrono::hours{24} : std::chrono::hours{1};
}

}  // namespace orion::identity
