#pragma once

#include "orion/kernel/id.hpp"
#include "orion/kernel/instant.hpp"
#include "orion/kernel/result.hpp"
#include "orion/kernel/secret.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace orion::identity {

/// The apps that show codes (RFC 6238: SHA-1, six digits, another one every 30 seconds), as the shop knows them: by a
/// secret that both have, kept sealed for its owner. Thread-safe.
class AuthenticatorApps {
public:
    virtual ~AuthenticatorApps() = default;

    struct Pairing {
        Secret secret;  ///< in base32, for the app; never kept
        std::string sealed;
    };
    /// A new secret, for nobody else's account.
    virtual Pairing pair(UserId owner) = 0;

    /// The step of which `code` is, of the present one and its two neighbours: clocks are not that exact. Nothing if it
    /// is of none. `unavailable` / `second_factor_unreadable` if no key of the shop opens what was sealed.
    virtual Result<std::optional<std::int64_t>> step_of(const Secret& code, const std::string& sealed, UserId owner,
                                                        Instant now) const = 0;

    /// The same secret under the key of today; nothing if it is sealed with that one already. Errors as `step_of`.
    virtual Result<std::optional<std::string>> resealed(const std::string& sealed, UserId owner) const = 0;

    /// For one use, with 80 random bits: `ABCD-EFGH-IJKL-MNOP`.
    virtual Secret recovery_code() = 0;
};

}  // namespace orion::identity
