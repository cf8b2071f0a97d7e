#pragma once

#include "orion/identity/identity_store.hpp"
#include "orion/identity/user_view.hpp"

#include <optional>
#include <string>

namespace orion::identity {

/// What is left out stays; an empty phone or locale is forgotten.
struct ChangeProfileCommand {
    UserId user;
    std::optional<std::string> name{};
    std::optional<std::string> phone{};
    std::optional<std::string> locale{};
};

/// `invalid_fields`: `name`, `phone`, `locale` (see profile.hpp). `user_not_found`, `user_changed`.
class ChangeProfile {
public:
    explicit ChangeProfile(IdentityStore& store) : store_{store} {}
    Result<UserView> execute(const ChangeProfileCommand& command);

    /// Notes the fields that `execute` would refuse: for a request that is wrong elsewhere already.
    static void check(const ChangeProfileCommand& command, FieldErrors& errors);

private:
    IdentityStore& store_;
};

}  // namespace orion::identity
