#pragma once

#include "orion/identity/change_role.hpp"
#include "orion/identity/create_user.hpp"
#include "orion/identity/disable_user.hpp"
#include "orion/identity/list_users.hpp"
#include "orion/identity/reseal_second_factors.hpp"
#include "orion/identity/reset_second_factor.hpp"
#include "orion/ports/random_tokens.hpp"

#include <ostream>
#include <string>

namespace orion::cli {

struct CreateUserOptions {
    std::string email;
    std::string name;
    std::string role = "customer";
};

struct ChangeRoleOptions {
    std::string email;
    std::string role;
};

/// `orionctl user create EMAIL | role EMAIL ROLE | disable EMAIL |
/// reset-second-factor EMAIL | reseal`: each does its work, writes what came of it to `out`,
/// and returns the error that the tool is to show and exit with.
class UserCommands {
public:
    struct UseCases {
        identity::CreateUser& create_user;
        identity::ListUsers& list_users;
        identity::ChangeRole& change_role;
        identity::DisableUser& disable_user;
        identity::ResetSecondFactor& reset_second_factor;
        identity::ResealSecondFactors& reseal_second_factors;
        RandomTokens& random_tokens;
    };
    UserCommands(const UseCases& use_cases, std::ostream& out) : use_cases_{use_cases}, out_{out} {}

    /// With a random password, which is shown this once.
    Result<void> create(const CreateUserOptions& options);
    Result<void> change_role(const ChangeRoleOptions& options);
    Result<void> disable(const std::string& email);
    Result<void> reset_second_factor(const std::string& email);
    Result<void> reseal();

private:
    Result<UserId> find(const std::string& email);
    void print(const identity::UserView& user);

    UseCases use_cases_;
    std::ostream& out_;
};

}  // namespace orion::cli
