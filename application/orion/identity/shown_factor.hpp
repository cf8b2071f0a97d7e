#pragma once

#include "orion/identity/authenticator_apps.hpp"
#include "orion/identity/user.hpp"
#include "orion/ports/digest.hpp"

#include <optional>
#include <string>

namespace orion::identity {

/// What somebody shows beside their password: the code of their app or, without it, a recovery code.
struct ShownFactor {
    std::optional<Secret> code{};
    std::optional<Secret> recovery_code{};  ///< looked at if there is no code

    bool is_nothing() const { return !code && !recovery_code; }
};

/// What is kept of a recovery code; blanks, dashes and capitals do not count.
std::string hash_of_recovery_code(const Secret& code, UserId owner, const Digest& digest);

/// Whether it is the user's second factor, which is used up thereby: save the user. Precondition: it is on.
/// `second_factor_unreadable`
Result<bool> use_second_factor(User& user, const ShownFactor& shown, const AuthenticatorApps& apps,
                               const Digest& digest, Instant now);

}  // namespace orion::identity
