#pragma once

#include "orion/identity/authenticator_apps.hpp"
#include "orion/identity/identity_queries.hpp"
#include "orion/identity/identity_store.hpp"

#include <cstddef>

namespace orion::identity {

/// After the shop's key has changed: seals the secrets of all apps with the new one, so that the old one can go.
class ResealSecondFactors {
public:
    ResealSecondFactors(IdentityStore& store, IdentityQueries& queries, const AuthenticatorApps& apps)
        : store_{store}, queries_{queries}, apps_{apps} {}

    struct Report {
        std::size_t resealed = 0;
        std::size_t unreadable = 0;  ///< that no key of the shop opens: their owners need recovery codes, or a reset
    };
    Result<Report> execute();

private:
    Result<bool> reseal(UserId user);

    IdentityStore& store_;
    IdentityQueries& queries_;
    const AuthenticatorApps& apps_;
};

}  // namespace orion::identity
