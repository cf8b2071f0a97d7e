#pragma once

#include "orion/identity/role.hpp"
#include "orion/kernel/instant.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace orion::identity {

/// What somebody has beside their password: an app that shows another code every 30 seconds, and recovery codes on
/// paper for the day it is lost.
struct SecondFactor {
    static constexpr std::size_t recovery_codes_given = 10;

    std::string sealed_secret;          ///< that the app makes its codes of; only the shop's key opens it
    std::optional<Instant> on_since{};  ///< nothing: the owner has not shown yet that the app works
    std::int64_t last_step = 0;         ///< of the last code that was taken; no code of it or before is taken any more
    std::vector<std::string> recovery_codes{};  ///< SHA-256 of those that are left

    friend bool operator==(const SecondFactor&, const SecondFactor&) = default;
};

/// Who must have one.
enum class SecondFactorRule {
    optional,  ///< nobody
    admins,
    staff,  ///< everybody but customers
};

constexpr bool needs_second_factor(SecondFactorRule rule, Role role) {
    if (rule == SecondFactorRule::admins) return role >= Role::admin;
    return rule == SecondFactorRule::staff && role >= Role::staff;
}

}  // namespace orion::identity
