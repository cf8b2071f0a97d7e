#pragma once

#include "orion/identity/identity_queries.hpp"
#include "orion/identity/identity_store.hpp"
#include "orion/identity/password_hasher.hpp"
#include "orion/ports/clock.hpp"
#include "orion/ports/digest.hpp"

#include <string>

namespace orion::identity {

/// Asks somebody who is logged in for their password again, before something that whoever holds a stolen session must
/// not do. Wrong answers make the next ones wait, so that he does not find out the password as well. Thread-safe.
class CurrentPassword {
public:
    struct Ports {
        IdentityStore& store;
        IdentityQueries& queries;
        PasswordHasher& hasher;
        const Digest& digest;
        const Clock& clock;
    };
    explicit CurrentPassword(Ports ports) : ports_{ports} {}

    /// `invalid_fields`: `current_password` (`wrong_password`). `throttled` / `too_many_attempts`, with the time to
    /// wait. `overloaded`.
    Result<void> require(const User& user, const Secret& password);

    /// Only whether it is, for whoever counts failures of something else with it, in the same transaction.
    /// `too_many_attempts`, `overloaded`.
    Result<bool> is(const User& user, const Secret& password);
    void count_failure(IdentityWork& work, UserId user) const;
    void forget_failures(IdentityWork& work, UserId user) const;

private:
    std::string key_of(UserId user) const;
    Ports ports_;
};

/// Of the field `current_password`: `wrong_password`
std::unexpected<Error> wrong_password();

}  // namespace orion::identity
