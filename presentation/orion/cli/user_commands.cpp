#include "orion/cli/user_commands.hpp"

#include <fmt/ostream.h>

#include <utility>

namespace orion::cli {

Result<void> UserCommands::create(const CreateUserOptions& options) {
    ORION_TRY(const auto role, identity::parse_role(options.role));
    const auto password = use_cases_.random_tokens.next();
    ORION_TRY(const auto user, use_cases_.create_user.execute(
                                   {.email = options.email, .password = password, .name = options.name, .role = role}));
    print(user);
    fmt::print(out_, "password, shown this once: {}\n", password.expose());
    return {};
}

Result<void> UserCommands::change_role(const ChangeRoleOptions& options) {
    ORION_TRY(const auto role, identity::parse_role(options.role));
    ORION_TRY(const auto id, find(options.email));
    ORION_TRY(const auto user, use_cases_.change_role.execute({.user = id, .role = role}));
    print(user);
    return {};
}

Result<void> UserCommands::disable(const std::string& email) {
    ORION_TRY(const auto id, find(email));
    ORION_TRY(const auto user, use_cases_.disable_user.execute({.user = id}));
    print(user);
    return {};
}

Result<void> UserCommands::reset_second_factor(const std::string& email) {
    ORION_TRY(const auto id, find(email));
    ORION_CHECK(use_cases_.reset_second_factor.execute(id));
    fmt::print(out_, "{} logs in with the password alone\n", email);
    return {};
}

Result<void> UserCommands::reseal() {
    ORION_TRY(const auto report, use_cases_.reseal_second_factors.execute());
    fmt::print(out_, "{} sealed anew\n", report.resealed);
    if (report.unreadable > 0)
        fmt::print(out_, "{} sealed with neither key: these accounts need recovery codes, or a reset\n",
                   report.unreadable);
    return {};
}

Result<UserId> UserCommands::find(const std::string& email) {
    ORION_TRY(const auto address, Email::parse(email));
    ORION_TRY(const auto page, use_cases_.list_users.execute({.filter = {.email = address}, .limit = 1}));
    if (page.items.empty()) return identity::user_not_found();
    return page.items.front().id;
}

void UserCommands::print(const identity::UserView& user) {
    fmt::print(out_, "{}  {}  {}  {}\n", user.id.to_string(), user.email, identity::role_name(user.role),
               identity::state_name(user.state));
}

}  // namespace orion::cli
